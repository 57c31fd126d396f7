using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class ExtractLoraTests : IDisposable
{
    private static readonly string Base = Path.Join(SmallExperiment.Samples, "base");
    private static readonly string Rte = Path.Join(SmallExperiment.Samples, "glue-rte");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extracted_adapter_prints_its_errors_and_inspects_as_an_adapter_of_its_base()
    {
        string[] command = ["extract-lora", Rte, "--base", Base, "--rank", "4", "--targets", "q,v", "--output", _folder["adapter"]];
        var (exitCode, output, errors) = await FusionProcess.RunAsync(command);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^decoder\.block\.0\.layer\.0\.SelfAttention\.q\.weight +\[64, 64\] +0\.\d{4} +0\.\d{4}$", output);
        Assert.Contains("Changed, and not in the adapter:", output, StringComparison.Ordinal);
        Assert.Matches(@"Error of the adapter's tensors: \d+\.\d\d %; of the whole model: \d+\.\d\d %", output);
        var inspected = await FusionProcess.RunAsync("inspect", Base, _folder["adapter"]);
        Assert.Equal(0, inspected.ExitCode);
        Assert.Matches(@"adapter +q, v +.*base +4 +4 +1 +12 ", inspected.Output);

        var again = await FusionProcess.RunAsync(command);
        Assert.Equal((2, ""), (again.ExitCode, again.Output));
        Assert.Contains("there is an adapter already", again.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rank", "0", "--rank must be a whole number")]
    [InlineData("--rank", "65", "rank 65 is more than it can have")]
    [InlineData("--targets", "query", "No linear layer is called 'query'")]
    [InlineData("--base", "./nowhere", "nowhere")]
    public async Task Impossible_request_ends_with_a_message(string option, string value, string text)
    {
        string[] wanted = option == "--base" ? [] : ["--base", Base];
        var (exitCode, output, errors) = await FusionProcess.RunAsync(["extract-lora", Rte, .. wanted, option, value, "--output", _folder["adapter"]]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(text, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
