using TorchSharp;

namespace FusionFunctions.Torch.Tests;

/// <summary>What libtorch computes on here: the processor, and a GPU where there is one and the tests are built for it (<c>-p:TorchBackend=cuda</c>).</summary>
internal static class TestDevices
{
    public static IReadOnlyList<string> All { get; } = torch.cuda.is_available() ? ["cpu", "cuda"] : ["cpu"];

    /// <summary>Every case on every device.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> cases) => [.. cases.SelectMany(one => All.Select(device => (one, device)))];
}
