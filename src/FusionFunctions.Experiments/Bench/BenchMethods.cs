using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Bench;

/// <summary>The methods that FusionBench calls otherwise. Source: its config/method/.</summary>
internal static class BenchMethods
{
    private const string Alpha = "alpha";

    private static readonly BenchMethod[] s_merges =
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
        new("dummy", "DummyAlgorithm", "dummy"),
        new("simple_average", "SimpleAverageAlgorithm", "simple_average"),
        new("task_arithmetic", "TaskArithmeticAlgorithm", "task_arithmetic"),
        new("ties_merging", "TiesMergingAlgorithm", "ties_merging"),
    ];

    public static IReadOnlyList<BenchMethod> All { get; } =
    [
        .. s_merges,
        new("singular_value_calibration/task_arithmetic", "SingularValueCalibrationArithmeticTask", "svc") { Keys = ["scaling_factor", Alpha], WithoutEffect = Keys(("accelerator", null)) },
        Calibrated("simple_average", "simple_average", 0.1),
        Calibrated("ties_merging", "ties_merging", 0.1),
        Calibrated("dare_task_arithmetic", "dare_task_arithmetic", 0.1),
        Calibrated("iso_c", "iso_c", 0.1, ("scaling_factor", 1.5)),
        Calibrated("iso_cts", "iso_cts", 0.2, ("scaling_factor", 1.5)),
        Calibrated("task_singular_vector", "tsv_m", 1),
        Calibrated("wudi", "wudi", 1),
    ];

    public static BenchMethod? OfChoice(string choice) => All.FirstOrDefault(method => method.Choice == choice);

    /// <param name="target">A class with the modules it is in, or anything else.</param>
    public static BenchMethod? OfTarget(JsonNode? target) =>
        target is JsonValue value && value.TryGetValue(out string? name) ? All.FirstOrDefault(method => method.Class == BenchMethod.ClassOf(name)) : null;

    private static BenchMethod Calibrated(string choice, string method, double alpha, params (string Key, JsonNode? Value)[] values) =>
        new($"singular_value_calibration/{choice}", "SingularValueCalibrationWithBaseMethod", "svc")
        {
            Keys = [Alpha],
            Values = Keys((Alpha, alpha)),
            WithoutEffect = Keys(("accelerator", null)),
            BaseMethod = s_merges.First(merge => merge.Method == method) with { Values = Keys(values) },
        };

    private static Dictionary<string, JsonNode?> Keys(params (string Key, JsonNode? Value)[] keys) => keys.ToDictionary(key => key.Key, key => key.Value);
}
