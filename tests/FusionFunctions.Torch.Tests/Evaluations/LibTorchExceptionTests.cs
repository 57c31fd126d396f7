using FusionFunctions.Compute.Devices;
using TorchSharp;

namespace FusionFunctions.Torch.Tests.Evaluations;

public sealed class LibTorchExceptionTests
{
    [Fact]
    public async Task Want_of_memory_is_one_line_with_a_remedy_and_no_native_trace()
    {
        var error = await Assert.ThrowsAsync<LibTorchException>(() => LibTorchException.GuardAsync(() => Task.FromResult(torch.zeros(1L << 50))));

        Assert.StartsWith("libtorch: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("or take a device with more memory.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_failure_is_its_first_line()
    {
        using var a = torch.zeros(2, 3);

        var error = await Assert.ThrowsAsync<LibTorchException>(() => LibTorchException.GuardAsync(() => Task.FromResult(a.reshape(7))));

        Assert.Matches("^libtorch: shape '\\[7\\]' is invalid[^\n]*$", error.Message);
    }
}
