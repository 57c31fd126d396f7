using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Bench;

/// <summary>The methods that FusionBench calls otherwise. Source: its config/method/.</summary>
internal static class BenchMethods
{
    private const string Calibration = "SingularValueCalibrationWithBaseMethod";

    public static IReadOnlyList<BenchMethod> All { get; } =
    [
        new("linear/weighted_average", "WeightedAverageAlgorithm", "weighted_average"),
        new("linear/linear_interpolation", "LinearInterpolationAlgorithm", "linear_interpolation"),
        new("linear/expo", "ExPOAlgorithm", "expo"),
        new("slerp/slerp", "SlerpMergeAlgorithm", "slerp"),
        new("dare/simple_average", "DareSimpleAverage", "dare_simple_average"),
        new("dare/task_arithmetic", "DareTaskArithmetic", "dare_task_arithmetic"),
        new("dare/ties_merging", "DareTiesMerging", "dare_ties_merging"),
        new("magmax/magmax", "MagMaxAlgorithm", "magmax") { WithoutEffect = Keys(("inplace", null)) },
        new("model_stock/model_stock", "ModelStock", "model_stock") { WithoutEffect = Keys(("model_save_path", null), ("model_save_kwargs", null)) },
        new("isotropic_merging/iso_c", "ISO_C_Merge", "iso_c"),
        new("isotropic_merging/iso_cts", "ISO_CTS_Merge", "iso_cts"),
        new("task_singular_vector/TaskSingularVectorMerging", "TaskSingularVectorMerging", "tsv_m") { WithoutEffect = Keys(("return_single_task_models", false)) },
        new("wudi/wudi", "WUDIMerging", "wudi"),
        new("singular_value_calibration/task_arithmetic", "SingularValueCalibrationArithmeticTask", "svc") { WithoutEffect = Keys(("accelerator", null)) },
        Calibrated("simple_average"),
        Calibrated("ties_merging"),
        Calibrated("dare_task_arithmetic"),
        new("dummy", "DummyAlgorithm", "dummy"),
        new("simple_average", "SimpleAverageAlgorithm", "simple_average"),
        new("task_arithmetic", "TaskArithmeticAlgorithm", "task_arithmetic"),
        new("ties_merging", "TiesMergingAlgorithm", "ties_merging"),
    ];

    public static BenchMethod? OfChoice(string choice) => All.FirstOrDefault(method => method.Choice == choice);

    /// <param name="target">A class with the modules it is in, or anything else.</param>
    public static BenchMethod? OfTarget(JsonNode? target) =>
        target is JsonValue value && value.TryGetValue(out string? name) ? All.FirstOrDefault(method => method.Class == name[(name.LastIndexOf('.') + 1)..]) : null;

    private static BenchMethod Calibrated(string method) =>
        new($"singular_value_calibration/{method}", Calibration, "svc") { BaseMethod = method, WithoutEffect = Keys(("accelerator", null)) };

    private static Dictionary<string, JsonNode?> Keys(params (string Key, JsonNode? Value)[] keys) => keys.ToDictionary(key => key.Key, key => key.Value);
}
