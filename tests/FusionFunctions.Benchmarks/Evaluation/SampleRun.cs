using System.Diagnostics;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>The repository's sample experiment as a user starts it, from nothing to the leaderboard.</summary>
internal static class SampleRun
{
    public static double Seconds()
    {
        string store = Directory.CreateTempSubdirectory("fusion-benchmark-").FullName;
        try
        {
            long start = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(
                "dotnet", ["exec", Path.Join(AppContext.BaseDirectory, "fusion.dll"), "run", "samples/mini-glue.yaml", "--store", store])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = Checkout.Root,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException("The sample run failed.");
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }
}
