using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>The Bicep compiler of the NuGet package.</summary>
internal static class BicepCompiler
{
    public static string Folder { get; } = Path.Join(ReferenceData.RepositoryRoot, "infra");

    /// <returns>What the compiler printed, and its complaints.</returns>
    public static async Task<(string Output, string Complaints)> RunAsync(params string[] arguments)
    {
        string? program = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "Bicep")?.Value;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && File.Exists(program), "Needs the Bicep compiler for Linux on x64.");
        // The package's file has no right to be executed.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program!, File.GetUnixFileMode(program!) | UnixFileMode.UserExecute);
        using var process = Process.Start(new ProcessStartInfo(program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder })!;
        var output = process.StandardOutput.ReadToEndAsync();
        string complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, complaints);
    }
}
