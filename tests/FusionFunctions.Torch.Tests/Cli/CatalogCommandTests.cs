using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class CatalogCommandTests
{
    [Fact]
    public async Task List_has_a_line_for_every_name()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("catalog", "list");

        Assert.Equal((0, ""), (exitCode, errors));
        string[] names = [.. output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
        Assert.Equal(
            [
                .. KnownModelPools.All.Select(pool => pool.Name!), .. KnownTaskPools.All.Select(pool => pool.Name!),
                .. MergeMethods.Descriptions.Select(method => method.Name), .. GlueTasks.All.Select(task => task.Name),
            ],
            names);
    }

    [Theory]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue_lora16", "glue-rte google/flan-t5-base@main tanganke/flan-t5-base_glue-rte_lora-16@main")]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue_lora16", "Tokenizer: google/flan-t5-base@main")]
    [InlineData("SequenceClassificationModelPool/roberta-base_glue", "not evaluated yet")]
    [InlineData("flan-t5_glue_text_generation", "Rows: 40430")]
    [InlineData("ties_merging", "threshold number 20 0 to 100")]
    [InlineData("ties_merging", "merge_func text \"sum\" sum | mean | max")]
    [InlineData("mnli", "Labels: 0 'entailment', 1 'neutral', 2 'contradiction'")]
    [InlineData("stsb", "Labels: 0.0 to 5.0, with one decimal")]
    [InlineData("dummy", "Task pool dummy")]
    [InlineData("dummy", "Method dummy")]
    public async Task Show_tells_all_about_a_name(string name, string text)
    {
        var (exitCode, output, _) = await FusionProcess.RunAsync("catalog", "show", name);

        Assert.Equal(0, exitCode);
        Assert.Contains(text, string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_of_an_unknown_name_suggests_the_nearest()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("catalog", "show", "flan-t5-base_glue_lora16");

        Assert.Equal(
            (2, "", "error: there is no 'flan-t5-base_glue_lora16' in the catalog; did you mean 'Seq2SeqLMPool/flan-t5-base_glue_lora16'?\n"),
            (exitCode, output, errors));
    }

    [Fact]
    public async Task Show_of_a_name_like_no_other_lists_each_name_once()
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("catalog", "show", "nope");

        Assert.Equal(2, exitCode);
        Assert.Single(errors.Split([' ', ',', '\n', ';']), word => word == "dummy");
    }
}
