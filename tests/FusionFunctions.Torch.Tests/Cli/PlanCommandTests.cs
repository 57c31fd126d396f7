using System.Text.Json;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class PlanCommandTests
{
    private const int TerminalWidth = 100;

    [Fact]
    public async Task Plan_is_what_a_dry_run_prints()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 4);

        var plan = await FusionProcess.RunAsync("plan", file, "--set", "methods.ties_merging.threshold=10");

        Assert.Equal(await FusionProcess.RunAsync("run", file, "--dry-run", "--set", "methods.ties_merging.threshold=10"), plan);
        Assert.Equal((0, ""), (plan.ExitCode, plan.Errors));
    }

    [Fact]
    public async Task Cost_has_a_column_for_every_device_and_says_what_is_an_estimate()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("plan", "samples/page-sized.yaml", "--cost");

        Assert.Equal((0, ""), (exitCode, errors));
        string[] lines = output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("Requests:    2,423 to workers, for 1,315,776 prompts", StringComparison.Ordinal));
        Assert.Matches(@"Cost in USD +t4, estimate +a100, estimate +cpu\n", output);
        Assert.Contains("t4: estimate, not measured: ", output, StringComparison.Ordinal);
        Assert.Contains("cpu: measured: ", output, StringComparison.Ordinal);
        Assert.Contains("https://azure.microsoft.com/pricing", output, StringComparison.Ordinal);
        Assert.All(lines.SkipWhile(line => !line.StartsWith("Consumption", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, TerminalWidth));
    }

    [Fact]
    public async Task Json_has_the_counts_and_the_bill()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 4);

        var (exitCode, output, errors) = await FusionProcess.RunAsync("plan", file, "--cost", "--device", "cpu", "--replicas", "2", "--format", "json");

        Assert.Equal((0, ""), (exitCode, errors));
        using var plan = JsonDocument.Parse(output);
        Assert.Equal(4, plan.RootElement.GetProperty("merges").GetArrayLength());
        var device = Assert.Single(plan.RootElement.GetProperty("devices").EnumerateArray());
        // 4 merges and the pretrained model on two tasks, two fine-tuned ones on their own: 12 shards of 4 rows; 3 methods.
        Assert.Equal(12 * 4, device.GetProperty("consumption").GetProperty("rows").GetInt64());
        Assert.Equal(12 + 3, device.GetProperty("consumption").GetProperty("requests").GetInt64());
        Assert.Equal(0, device.GetProperty("consumption").GetProperty("downloaded_bytes").GetInt64());
        Assert.Equal(
            device.GetProperty("total").GetDouble(), device.GetProperty("bill").EnumerateArray().Sum(line => line.GetProperty("amount").GetDouble()), 9);
    }

    [Fact]
    public async Task Written_prices_are_taken_back_and_never_overwritten()
    {
        using var folder = new TemporaryFolder();

        var written = await FusionProcess.RunAsync("plan", "--write-prices", folder["prices.yaml"]);
        var again = await FusionProcess.RunAsync("plan", "--write-prices", folder["prices.yaml"]);
        File.WriteAllText(folder["prices.yaml"], File.ReadAllText(folder["prices.yaml"]).Replace("currency: USD", "currency: EUR", StringComparison.Ordinal));
        var (exitCode, output, _) = await FusionProcess.RunAsync("plan", "samples/page-sized.yaml", "--cost", "--prices", folder["prices.yaml"]);

        Assert.Equal((0, 2, 0), (written.ExitCode, again.ExitCode, exitCode));
        Assert.Contains("Cost in EUR", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_ends_with_2_and_a_message()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bad.yaml"], "modelpool: Seq2SeqLMPool/flan-t5-base_glu\nmethods: [simple_average]\ntaskpool: dummy\n");
        File.WriteAllText(folder["prices.yaml"], "as_of: now\nprice: {}\n");

        Assert.Equal((2, true), Ended(await FusionProcess.RunAsync("plan", folder["bad.yaml"], "--cost"), "bad.yaml:1:12: "));
        Assert.Equal((2, true), Ended(await FusionProcess.RunAsync("plan", "samples/page-sized.yaml", "--cost", "--prices", folder["prices.yaml"]), "prices.yaml:2:1: "));
        Assert.Equal((2, true), Ended(await FusionProcess.RunAsync("plan", "samples/page-sized.yaml", "--cost", "--prices", folder["none.yaml"]), "there is no such file"));
        Assert.Equal((2, true), Ended(await FusionProcess.RunAsync("plan", "samples/page-sized.yaml", "--device", "h100"), "h100"));
        Assert.Equal((2, true), Ended(await FusionProcess.RunAsync("plan"), "Give an experiment file"));
    }

    private static (int ExitCode, bool HasMessage) Ended((int ExitCode, string Output, string Errors) process, string message) =>
        (process.ExitCode, process.Errors.Contains(message, StringComparison.Ordinal) && !process.Errors.Contains("   at ", StringComparison.Ordinal));
}
