using System.Globalization;
using FusionFunctions.Pipeline;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Devices;

/// <summary>The processor that models run on.</summary>
/// <param name="Type">As libtorch names it: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Description">Its name and memory, for the log.</param>
public sealed record ComputeDevice(string Type, string Description)
{
    public const string Auto = "auto";
    public const string Cpu = "cpu";
    public const string Cuda = "cuda";

    /// <summary>What may be asked for.</summary>
    public static readonly string[] Choices = [Auto, Cpu, Cuda];

    /// <summary>Whether it is the machine's processor, whose cores can be shared out.</summary>
    public bool IsProcessor => Type == Cpu;

    /// <param name="choice"><c>auto</c> takes a GPU where libtorch can use one.</param>
    /// <exception cref="PipelineException">No such device here.</exception>
    public static ComputeDevice Choose(string choice) => choice switch
    {
        // Without a driver libtorch need not be asked: to load it takes memory that a merge on the processor has no use for.
        Auto => NvidiaDriver.IsThere && cuda.is_available() ? Gpu() : Processor(),
        Cpu => Processor(),
        Cuda when cuda.is_available() => Gpu(),
        Cuda => throw new PipelineException(
            "device cuda: libtorch finds no GPU here. Use the CUDA build (-p:TorchBackend=cuda) on a machine with an NVIDIA driver, "
            + "or choose cpu."),
        _ => throw new PipelineException($"'{choice}' is no device; choose auto, cpu or cuda."),
    };

    private static ComputeDevice Gpu() => new(Cuda, NvidiaSmi.Describe() ?? "a GPU that nvidia-smi does not describe");

    private static ComputeDevice Processor() => new(Cpu, string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessorName() ?? "processor"}, {Environment.ProcessorCount} cores, {MemoryGiB:0.#} GiB"));

    private static double MemoryGiB => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);

    private static string? ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        if (!File.Exists(file))
            return null;
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[^1].Trim();
    }
}
