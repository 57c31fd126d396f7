using System.Net;
using System.Net.Sockets;
using FusionFunctions.Storage;

namespace FusionFunctions.Torch.Tests.Dev;

public sealed class DevRefusalTests
{
    [Theory]
    [InlineData("--port", "The HTTP routes cannot listen")]
    [InlineData("--blob-port", "Azurite's blobs cannot listen")]
    [InlineData("--queue-port", "Azurite's queues cannot listen")]
    [InlineData("--table-port", "Azurite's tables cannot listen")]
    public async Task Port_in_use_is_named_with_its_option(string option, string message)
    {
        await using var cloud = new LocalCloud();
        using var other = new TcpListener(IPAddress.Loopback, cloud.Port(option));
        other.Start();

        string errors = await RefusedAsync(cloud);

        Assert.Contains($"{message} at 127.0.0.1:{cloud.Port(option)}", errors, StringComparison.Ordinal);
        Assert.Contains($"choose one with {option}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_cloud_over_the_same_folder_is_told_so()
    {
        await using var cloud = new LocalCloud();
        string data = Path.Join(cloud.Folder, ".fusion", "dev");
        await using var first = await BlobStores.Open(data).TryLeaseAsync(BlobPath.Parse("dev"), TestContext.Current.CancellationToken);

        Assert.Contains($"'fusion dev' runs already over {data}", await RefusedAsync(cloud), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_azurite_is_told_with_the_command_that_installs_it()
    {
        await using var cloud = new LocalCloud();
        string dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;

        string errors = await RefusedAsync(cloud, new() { ["FUSION_AZURITE"] = "", ["PATH"] = dotnet });

        Assert.Contains("Azurite is not installed", errors, StringComparison.Ordinal);
        Assert.Contains("npm install --prefix .azurite azurite@", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_that_names_no_azurite_is_told()
    {
        await using var cloud = new LocalCloud();

        Assert.Contains("FUSION_AZURITE names no file: '/not/there'", await RefusedAsync(cloud, new() { ["FUSION_AZURITE"] = "/not/there" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_app_that_is_not_there_is_told()
    {
        await using var cloud = new LocalCloud();

        Assert.Contains("There is no Functions app in", await RefusedAsync(cloud, new(), "--orchestrator", "functions"), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(LocalCloud cloud, Dictionary<string, string>? environment = null, params string[] more)
    {
        await using var dev = cloud.Start(environment, more);
        int exitCode = await dev.EndAsync();
        Assert.Equal(2, exitCode);
        Assert.Empty(await cloud.ProcessesAsync(isNoneExpected: true));
        return string.Join('\n', dev.Log);
    }
}
