using System.Diagnostics;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>The hook that subscribes to uploads, run with a script in the place of <c>az</c> that notes what it is given.</summary>
public sealed class UploadHookTests
{
    private const string Az = """
        #!/bin/sh
        echo "$*" >> arguments
        case "$*" in
          "functionapp keys list"*) printf '%s' "$KEY" ;;
          "functionapp show"*) echo app.example ;;
          "storage account show"*) echo /account ;;
          "eventgrid"*) cat > input ;;
        esac
        """;

    [Fact]
    public async Task Key_reaches_the_subscription_but_no_command_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hook is for a POSIX shell.");
        using var folder = new TemporaryFolder();

        int exitCode = await RunAsync(folder, key: "secret");

        string arguments = File.ReadAllText(folder["arguments"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("eventgrid event-subscription create", arguments, StringComparison.Ordinal);
        Assert.Contains("--endpoint @-", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", arguments, StringComparison.Ordinal);
        Assert.Equal(
            "https://app.example/runtime/webhooks/blobs?functionName=Host.Functions.ExperimentUploaded&code=secret", File.ReadAllText(folder["input"]));
    }

    [Fact]
    public async Task App_without_its_key_yet_gets_no_subscription()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hook is for a POSIX shell.");
        using var folder = new TemporaryFolder();

        Assert.Equal(1, await RunAsync(folder, key: ""));
        Assert.False(File.Exists(folder["input"]));
    }

    private static async Task<int> RunAsync(TemporaryFolder folder, string key)
    {
        File.WriteAllText(folder["az"], Az.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["az"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [Path.Join(ReferenceData.RepositoryRoot, "infra", "hooks", "subscribe-uploads.sh")]) { WorkingDirectory = folder.Path };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["KEY"] = key;
        foreach (string name in new[] { "AZURE_RESOURCE_GROUP", "SERVICE_API_NAME", "FUSION_STORAGE_ACCOUNT" })
            start.Environment[name] = "name";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
