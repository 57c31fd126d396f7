using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Bench;

/// <summary>Every command of FusionBench's Flan-T5 page as it stands there, but for the program's name, against a loopback hub with small models.</summary>
public sealed partial class PageCommandTests
{
    private const int Rows = 4;

    /// <summary>The page's blocks with commands, in order: how many runs each makes.</summary>
    private static readonly int[] s_runs = [1, 1, 1, 8, 2, 12, 12];

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Commands_of_the_page_run_and_report_as_they_stand_there()
    {
        string page = await File.ReadAllTextAsync(ReferenceData.Require("facts", "flan-t5_generation.md"), TestContext.Current.CancellationToken);
        string[] blocks = [.. Fence().Matches(page).Select(block => block.Groups["text"].Value)];
        Assert.Equal(s_runs.Length, blocks.Length);
        Assert.Equal(Command().Count(page), blocks.Sum(block => Command().Count(block)));
        await using var hub = await LoopbackHub.StartAsync();
        PageRepositories.AddModels(hub, "google/flan-t5-base", isLora: false);
        PageRepositories.AddAdapters(hub, "google/flan-t5-base");
        PageRepositories.AddModels(hub, "google/flan-t5-large", isLora: true);
        await PageRepositories.AddSmallGlueAsync(hub, Rows);
        using var folder = new TemporaryFolder();

        var outputs = new List<string>();
        foreach (string block in blocks)
            outputs.Add(await RunAsync(block, hub, folder.Path));

        Assert.Equal(s_runs, outputs.Select(output => Report().Count(output)));
        Assert.Contains("{'model_info': {'trainable_params': 267136, 'all_params': 267136, 'trainable_percentage': 1.0}}", outputs[0], StringComparison.Ordinal);
        Assert.Equal(["cola", "mnli", "mrpc", "pretrained", "qnli", "qqp", "rte", "sst2", "stsb"],
            Directory.EnumerateFiles(folder["outputs", "flan-t5-base"]).Select(file => Path.GetFileNameWithoutExtension(file).Replace("glue-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        string[] reports = [.. outputs.Skip(2).SelectMany(output => Report().Matches(output).Select(match => Path.Join(folder.Path, match.Groups["path"].Value)))];
        Assert.Equal(s_runs.Skip(2).Sum(), reports.Distinct().Count());
        Assert.All(reports, AssertReport);
        await AssertTableAsync(folder);
    }

    private static void AssertReport(string path)
    {
        var report = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.Equal(["model_info", .. GlueTasks.All.Select(task => task.Name), "fusion_functions"], report.Select(entry => entry.Key));
        Assert.Equal(267136, (int)report["model_info"]!["trainable_params"]!);
        foreach (var task in GlueTasks.All)
        {
            var own = report["fusion_functions"]!["tasks"]![task.Name]!;
            Assert.Equal(Rows, (int)own["total"]!);
            if (task.Metric == GlueMetric.Accuracy)
                Assert.Equal((double)own["correct"]! / Rows, (double)report[task.Name]!["accuracy"]!);
            else
                Assert.True(report[task.Name]!.AsObject().ContainsKey("spearman_rho"));
        }
    }

    private static async Task AssertTableAsync(TemporaryFolder folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder["outputs", "flan-t5-base"]).Order(StringComparer.Ordinal)];
        var (exitCode, output, errors) = await FusionProcess.RunAsync(["table", .. files]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^\| Model +\| CoLA +\| MNLI +\| MRPC +\| QNLI +\| QQP +\| RTE +\| SST-2 +\| STSB +\| Average +\|$", output);
        Assert.Equal(files.Length + 2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("**", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string block, LoopbackHub hub, string folder)
    {
        string program = $"fusion_bench() {{ dotnet exec '{Path.Join(AppContext.BaseDirectory, "fusion.dll")}' bench \"$@\"; }}\n";
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", program + block])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri;
        start.Environment["HF_HOME"] = Path.Join(folder, "hub");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{block}\n{await output}\n{await errors}");
        return await output;
    }

    [GeneratedRegex(@"```bash\n(?<text>[^`]*fusion_bench[^`]*)```", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?m)^\s*fusion_bench \\$", RegexOptions.CultureInvariant)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?m)^Report: (?<path>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Report();
}
