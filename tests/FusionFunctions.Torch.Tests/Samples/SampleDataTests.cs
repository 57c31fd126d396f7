using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples;
using FusionFunctions.Samples.Rows;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class SampleDataTests
{
    private const int UnknownId = 2;

    public static TheoryData<string> Tasks => [.. GlueTasks.All.Select(task => task.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Tasks))]
    public async Task Validation_rows_made_again_equal_the_committed_file(string name)
    {
        var task = GlueTasks.Find(name);

        byte[] committed = await File.ReadAllBytesAsync(Path.Combine(SampleFamily.Root, SampleData.ValidationPath(task).Value), Token);

        Assert.Equal(committed, SampleData.ValidationFile(task));
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Validation_file_read_as_a_data_set_gives_the_rows_and_fair_labels(string name)
    {
        var task = GlueTasks.Find(name);
        var made = SampleData.Validation(task);

        var file = await new DirectoryBlobStore(SampleFamily.Root).OpenReadAsync(SampleData.ValidationPath(task), Token);
        var rows = await GlueDataset.ReadAsync(task, file, null, Token).ToListAsync(Token);

        Assert.Equal(made.Select(row => new GlueRow(SampleRows.Prompt(task, row), SampleRows.Target(task, row))), rows);
        Assert.True(rows.Count >= 200);
        Assert.Equal(rows.Count, rows.Distinct().Count());
        int labels = task.IsRegression ? 12 : task.Labels.Count;
        Assert.True(rows.Select(row => row.Target).Distinct().Count() >= labels);
        Assert.All(rows, row => Assert.True(task.IsValidOutput(row.Target)));
        Assert.True(rows.CountBy(row => row.Target).Max(count => count.Value) <= rows.Count * 0.62);
    }

    [Fact]
    public void Make_excepted_prompts_does_not_give_them_again()
    {
        var first = SampleRows.Make(GlueTasks.Sst2, Breadth.Full, 1, 200).Select(row => SampleRows.Prompt(GlueTasks.Sst2, row)).ToHashSet();

        var second = SampleRows.Make(GlueTasks.Sst2, Breadth.Full, 1, 200, first);

        Assert.DoesNotContain(second, row => first.Contains(SampleRows.Prompt(GlueTasks.Sst2, row)));
    }

    [Fact]
    public async Task Vocabulary_trained_again_equals_the_committed_file()
    {
        byte[] committed = await File.ReadAllBytesAsync(Path.Combine(SampleFamily.Root, SampleBuilder.BaseFolder, "spiece.model"), Token);

        Assert.Equal(committed, SampleData.VocabularyFile());
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Vocabulary_takes_sample_texts_there_and_back(string name)
    {
        var task = GlueTasks.Find(name);
        var tokenizer = await T5Tokenizer.LoadAsync(new DirectoryBlobStore(SampleFamily.Root), SampleBuilder.BaseFolder, "samples", Token);
        foreach (var row in SampleData.Validation(task))
        {
            int[] prompt = tokenizer.Encode(SampleRows.Prompt(task, row));
            Assert.DoesNotContain(UnknownId, prompt);
            Assert.InRange(prompt.Length, 10, 100);
            int[] target = tokenizer.Encode(SampleRows.Target(task, row));
            Assert.Equal(SampleRows.Target(task, row), tokenizer.Decode(target));
            Assert.InRange(target.Length, 2, 5);
        }
    }

    [Fact]
    public async Task Vocabulary_knows_every_printable_character_and_takes_line_ends_for_blanks()
    {
        var tokenizer = await T5Tokenizer.LoadAsync(new DirectoryBlobStore(SampleFamily.Root), SampleBuilder.BaseFolder, "samples", Token);

        Assert.DoesNotContain(UnknownId, tokenizer.Encode(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c))));
        Assert.Equal(tokenizer.Encode("the old car"), tokenizer.Encode("the\told\r\ncar\n"));
    }
}
