using System.Text;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Ctrl-C, and what a command says of it.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task Watch_interrupted_in_a_shells_loop_ends_the_loop_and_says_that_the_run_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        Assert.SkipWhen(LoggedProcess.IsInterruptIgnored(), "Ctrl-C is ignored here.");
        using var folder = new TemporaryFolder();
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(200, Encoding.UTF8.GetBytes("""{"id": "r-1", "phase": "Running"}""")));
        string fusion = Path.Join(AppContext.BaseDirectory, "fusion.dll");
        string watch = $"dotnet exec '{fusion}' watch r-1 --url {server.Address} --key {new string('k', 16)}";
        await using var shell = LoggedProcess.StartGroup(folder.Path, "bash", "-c", $"for i in 1 2; do {watch}; done; echo went on");
        await Until.TrueAsync(() => server.Requests.Count > 0, "the run is watched");

        int exitCode = await shell.InterruptAsync();

        Assert.Equal(130, exitCode);
        Assert.Equal(
            [$"Stopped watching. Run r-1 goes on; stop it with: fusion cancel r-1 --url {server.Address} --key KEY"],
            shell.Log.Where(line => line.Length > 0 && !line.StartsWith("Fetching", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Command_that_keeps_nothing_says_so_little_and_ends_with_130()
    {
        using var folder = new TemporaryFolder();
        using var hanging = new SemaphoreSlim(0);
        await using var hub = await LoopbackServer.StartAsync((_, _) => new Answer(200, []));
        hub.Always("/", FusionFunctions.Tests.Hub.Loopback.Mishaps.Hang(hanging));
        var environment = new Dictionary<string, string> { ["HF_ENDPOINT"] = hub.Address.AbsoluteUri, ["HF_HOME"] = folder["huggingface"] };
        await using var inspect = LoggedProcess.StartFusion(folder.Path, environment, "inspect", "org/model");
        await hanging.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, await inspect.InterruptAsync());

        Assert.Equal(["Interrupted."], inspect.Log.Where(line => line.Length > 0));
    }
}
