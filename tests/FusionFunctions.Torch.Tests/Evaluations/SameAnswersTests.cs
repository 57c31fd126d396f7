using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Samples;

namespace FusionFunctions.Torch.Tests.Evaluations;

/// <summary>However rows are cut, packed, ordered, threaded and left early, the counts are those of the naive way.</summary>
public sealed class SameAnswersTests
{
    private const int MaxLength = 10;
    private static readonly DirectoryBlobStore s_samples = new(SampleFamily.Root);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Generate_real_rows_in_any_way_counts_as_row_by_row_does() => CompareAsync([SampleBuilder.FolderOf(GlueTasks.Mnli)], rows: 6, ways: 4);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Generate_thousands_of_real_rows_in_any_way_counts_as_row_by_row_does() => CompareAsync(
        [SampleBuilder.BaseFolder, SampleBuilder.FolderOf(GlueTasks.Qqp), SampleBuilder.FolderOf(GlueTasks.Stsb)], rows: 100, ways: 5);

    private static async Task CompareAsync(string[] folders, int rows, int ways)
    {
        var tokenizer = await T5Tokenizer.LoadAsync(s_samples, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        foreach (string folder in folders)
        {
            await using var checkpoint = await CheckpointFolder.OpenAsync(s_samples, folder, folder, Token);
            using var model = await FlanT5Model.LoadAsync(checkpoint, Token);
            foreach (var task in GlueTasks.All)
            {
                var data = await ReadAsync(task, tokenizer, rows);
                var expected = Score(task, tokenizer, data, NaiveAnswers(model, data));
                for (int way = 0; way < ways; way++)
                    Assert.Equivalent(expected, Score(task, tokenizer, data, Answers(model, tokenizer, task, data, new Random(way))), strict: true);
            }
        }
    }

    private static int[][] NaiveAnswers(FlanT5Model model, (int[] Ids, string Target)[] data)
    {
        int longest = data.Max(row => row.Ids.Length);
        return [.. data.Select(row => NaiveGeneration.Generate(model.Module, row.Ids, longest, MaxLength))];
    }

    private static int[][] Answers(FlanT5Model model, T5Tokenizer tokenizer, GlueTask task, (int[] Ids, string Target)[] data, Random random)
    {
        var options = new GenerationOptions(MaxLength, random.GetItems([1, 100, 1000, 4096, 20_000], 1)[0])
        {
            Shape = new(IsPadded: random.Next(2) == 0, random.GetItems([1, 64, 1024], 1)[0], random.GetItems([1, 1L << 20, long.MaxValue], 1)[0]),
            Lanes = random.Next(1, 4),
            Abandon = random.Next(2) == 0 ? null : ids => AnswerStart.IsHopeless(task, tokenizer.Decode(ids)),
        };
        int[] order = [.. Enumerable.Range(0, data.Length)];
        random.Shuffle(order);
        var answers = new int[data.Length][];
        foreach (int[] shard in order.Chunk(random.Next(1, data.Length + 1)))
        {
            var generated = model.Generate([.. shard.Select(row => data[row].Ids)], options, null, Token);
            foreach (var (row, answer) in shard.Zip(generated))
                answers[row] = answer;
        }
        return answers;
    }

    private static ShardScore Score(GlueTask task, T5Tokenizer tokenizer, (int[] Ids, string Target)[] data, int[][] answers) =>
        Scorer.Score(task, [.. answers.Zip(data, (answer, row) => (tokenizer.Decode(answer), row.Target))]);

    private static async Task<(int[] Ids, string Target)[]> ReadAsync(GlueTask task, T5Tokenizer tokenizer, int limit)
    {
        var store = new DirectoryBlobStore(ReferenceData.Require("data", "glue", task.Name), LinkPolicy.Follow);
        var rows = await GlueDataset.ReadAsync(task, await store.OpenReadAsync(BlobPath.Parse($"{task.Split}.jsonl"), Token), limit, Token).ToListAsync(Token);
        // Some of them twice: equal prompts are answered once.
        return [.. rows.Concat(rows.Take(limit / 10)).Select(row => (tokenizer.Encode(row.Prompt), row.Target))];
    }
}
