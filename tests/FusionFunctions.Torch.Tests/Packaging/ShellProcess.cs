using System.Diagnostics;

namespace FusionFunctions.Torch.Tests.Packaging;

/// <summary>Any program, as a user's shell starts it.</summary>
internal static class ShellProcess
{
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string>(), program, arguments);

    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables that it has besides this process's.</param>
    /// <param name="program">A path, or a name that is looked up.</param>
    /// <param name="arguments">What follows the program.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
