using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>A shard's answers as a blob, for whoever wants to read them: <c>evaluations/{digest}/{task}/{shard}.answers.jsonl</c>, a line a row.</summary>
public static class AnswersFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The first writer wins.</summary>
    public static Task WriteAsync(IBlobStore store, BlobPath path, IEnumerable<RowAnswer> answers, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var answer in answers)
            text.Append(JsonSerializer.Serialize(answer, s_json)).Append('\n');
        return store.WriteTextAsync(path, text.ToString(), BlobWriteMode.Create, cancellationToken);
    }
}

/// <param name="Row">In the data set, from 0.</param>
/// <param name="Answer">What the model said, to its end.</param>
/// <param name="Target">What would be right.</param>
public sealed record RowAnswer(int Row, string Answer, string Target);
