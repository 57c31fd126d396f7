using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Bench;

/// <summary><c>fusion bench</c> as a process, over local models.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BenchCommandTests()
    {
        Directory.CreateDirectory(_folder["groups", "modelpool"]);
        Directory.CreateDirectory(_folder["groups", "taskpool"]);
        File.WriteAllText(_folder["groups", "modelpool", "mine.yaml"], $$"""
            models:
              _pretrained_: {{SmallExperiment.Samples}}/base
              glue-rte: {{SmallExperiment.Samples}}/glue-rte
              glue-stsb: {{SmallExperiment.Samples}}/glue-stsb
            tokenizer: {{SmallExperiment.Samples}}/base
            """);
        File.WriteAllText(_folder["groups", "taskpool", "mine.yaml"], $$"""
            tasks:
              - { name: rte, dataset: {{SmallExperiment.Samples}}/data/rte/validation.jsonl, limit: 6 }
              - { name: stsb, dataset: {{SmallExperiment.Samples}}/data/stsb/validation.jsonl, limit: 6 }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Multirun_makes_a_report_for_every_job_and_saves_the_merged_models()
    {
        var (exitCode, output, errors) = await BenchAsync(
            "-m", "method=ties_merging", "method.scaling_factor=0.2,0.4", "print_config=false",
            $"report_save_path={_folder["reports"]}/ties-${{method.scaling_factor}}.json", $"merged_model_save_path={_folder["merged"]}/${{method.scaling_factor}}");

        Assert.Equal((0, ""), (exitCode, errors));
        foreach (string factor in new[] { "0.2", "0.4" })
        {
            var report = JsonNode.Parse(await File.ReadAllTextAsync(_folder["reports", $"ties-{factor}.json"], TestContext.Current.CancellationToken))!;
            var own = report["fusion_functions"]!;
            Assert.Equal((6, "state_dict"), ((int)own["tasks"]!["rte"]!["total"]!, (string)own["parameters"]!["trim_scope"]!));
            var statistics = own["merge"]!["statistics"]!;
            Assert.Equal((2, 2), (statistics["kth_values"]!.AsArray().Count, statistics["kept"]!.AsArray().Count(kept => (long)kept! > 0)));
            Assert.True(File.Exists(_folder["merged", factor, "model.safetensors"]));
            Assert.True(File.Exists(_folder["merged", factor, "config.json"]));
        }
        Assert.Contains("'stsb': {'spearman_rho': ", output, StringComparison.Ordinal);
        var table = await FusionProcess.RunAsync("table", _folder["reports", "ties-0.4.json"], _folder["reports", "ties-0.2.json"]);
        Assert.Matches(@"(?m)^\| scaling_coef \| glue-rte +\| glue-stsb +\| Average +\|\n.*\n\| 0\.2 .*\n\| 0\.4 ", table.Output);
    }

    [Fact]
    public async Task Repeated_command_makes_nothing_again_and_a_report_can_be_left_out()
    {
        var first = await BenchAsync("method=simple_average", "print_config=false", "report_save_path=false");
        var second = await BenchAsync("method=simple_average", "print_config=false", "report_save_path=false");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(first.Output.Split('\n').First(line => line.StartsWith("{'model_info'", StringComparison.Ordinal)), second.Output.Split('\n').First(line => line.StartsWith("{'model_info'", StringComparison.Ordinal)));
        Assert.DoesNotContain("Report:", first.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(_folder["store", "merges"]));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Report_is_whole_whenever_the_process_dies_and_the_next_one_completes_it()
    {
        string report = _folder["reports", "killed.json"];
        string[] command = ["method=magmax", "print_config=false", $"report_save_path={report}", "taskpool.tasks.0.limit=240", "taskpool.tasks.1.limit=240"];
        using (var process = FusionProcess.Start([.. Arguments, .. command]))
        {
            while (!process.HasExited && !(File.Exists(report) && Read(report).ContainsKey("model_info")))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill();
            await process.EndAsync();
        }
        Assert.Equal(267136, (int)Read(report)["model_info"]!["trainable_params"]!);

        var (exitCode, _, errors) = await BenchAsync(command);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(["model_info", "rte", "stsb", "fusion_functions"], Read(report).Select(entry => entry.Key));
        Assert.Equal([report], Directory.EnumerateFiles(_folder["reports"]).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)));

        static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }

    [Theory]
    [InlineData("method=simple_averag", "Did you mean method=simple_average?")]
    [InlineData("metod=simple_average", "Key 'metod' is not in struct")]
    [InlineData("--cfg=all", "--cfg prints 'job' only")]
    public async Task Command_that_does_not_fit_ends_with_2_and_a_remedy(string argument, string text)
    {
        var (exitCode, _, errors) = await BenchAsync(argument);

        Assert.Equal(2, exitCode);
        Assert.Contains(text, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_that_cannot_be_written_is_named_with_the_remedy()
    {
        string report = _folder["groups", "modelpool", "mine.yaml", "report.json"];

        var (exitCode, _, errors) = await BenchAsync("method=simple_average", "print_config=false", $"report_save_path={report}");

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {report}: the report cannot be written: ", errors, StringComparison.Ordinal);
        Assert.EndsWith("Give another place as report_save_path, or false for no report.", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["store", "merges"]));
    }

    private string[] Arguments => ["bench", "modelpool=mine", "taskpool=mine", "--config-path", _folder["groups"], "--store", _folder["store"]];

    private Task<(int ExitCode, string Output, string Errors)> BenchAsync(params string[] arguments) => FusionProcess.RunAsync([.. Arguments, .. arguments]);
}
