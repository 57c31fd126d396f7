using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples.Rows;
using FusionFunctions.Samples.Vocabulary;
using FusionFunctions.Storage;

namespace FusionFunctions.Samples;

/// <summary>The files that hold no weights: each task's validation rows, and the vocabulary.</summary>
public static class SampleData
{
    public const int ValidationRows = 240;
    private const int VocabularySize = 440;
    private const int VocabularyRowsPerTask = 1000;

    /// <summary>What the family is evaluated on; no training row has one of these prompts.</summary>
    public static IReadOnlyList<SampleRow> Validation(GlueTask task) =>
        SampleRows.Make(task, Breadth.Full, Seeds.Validation, ValidationRows);

    /// <summary>A task's validation rows as JSONL.</summary>
    public static byte[] ValidationFile(GlueTask task)
    {
        using var file = new MemoryStream();
        var rows = Validation(task);
        for (int i = 0; i < rows.Count; i++)
            rows[i].WriteTo(file, task.IsRegression, i);
        return file.ToArray();
    }

    /// <summary>A SentencePiece model, trained on prompts and answers of all tasks.</summary>
    public static byte[] VocabularyFile() => SentencePieceModel.Write(UnigramTrainer.Train(VocabularyTexts(), VocabularySize));

    public static BlobPath ValidationPath(GlueTask task) => BlobPath.Parse($"data/{task.Name}/validation.jsonl");

    // Every printable ASCII character is among them, so that users' own English texts need no unknown token.
    private static IEnumerable<string> VocabularyTexts() => GlueTasks.All
        .SelectMany(task => SampleRows.Make(task, Breadth.Full, Seeds.Vocabulary, VocabularyRowsPerTask)
            .SelectMany(row => new[] { SampleRows.Prompt(task, row), SampleRows.Target(task, row) }))
        .Append(string.Join(' ', Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character)));
}
