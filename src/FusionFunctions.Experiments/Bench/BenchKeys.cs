namespace FusionFunctions.Experiments.Bench;

/// <summary>The keys at the top of a configuration.</summary>
internal static class BenchKeys
{
    public const string Seed = "seed";
    public const string FastDevRun = "fast_dev_run";
    public const string DryRun = "dry_run";
    public const string PrintConfig = "print_config";
    public const string PrintFunctionCall = "print_function_call";
    public const string MergedModelPath = "merged_model_save_path";
    public const string MergedModelArguments = "merged_model_save_kwargs";
    public const string ReportPath = "report_save_path";

    /// <summary>Stands for the job's own folder.</summary>
    public const string LogFolder = "{log_dir}";

    public const string DefaultReport = LogFolder + "/program_report.json";

    public static IReadOnlyList<string> All { get; } =
        [Seed, FastDevRun, DryRun, PrintConfig, PrintFunctionCall, MergedModelPath, MergedModelArguments, ReportPath, ConfigGroups.Methods, ConfigGroups.ModelPools, ConfigGroups.TaskPools];
}
