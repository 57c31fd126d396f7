using System.Text.Json;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Torch.Tests.Cli;
using Parquet;
using Parquet.Schema;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>The first rows of the samples' data as the hub's parquet files have them.</summary>
internal static class SmallParquet
{
    public static async Task<byte[]> OfAsync(GlueTask task, int rows)
    {
        JsonElement[] examples = [.. File.ReadLines(Path.Join(SmallExperiment.Samples, "data", task.Name, "validation.jsonl")).Take(rows)
            .Select(line => JsonDocument.Parse(line).RootElement)];
        string[] texts = [.. examples[0].EnumerateObject().Select(field => field.Name).Where(name => name is not ("label" or "idx"))];
        DataField[] columns = [.. texts.Select(text => new DataField<string>(text)), task.Metric == GlueMetric.Accuracy ? new DataField<long>("label") : new DataField<float>("label")];
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns), stream))
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns[..^1])
                await group.WriteAsync(column, examples.Select(example => example.GetProperty(column.Name).GetString()!).ToArray());
            if (task.Metric == GlueMetric.Accuracy)
                await group.WriteAsync<long>(columns[^1], examples.Select(example => example.GetProperty("label").GetInt64()).ToArray());
            else
                await group.WriteAsync<float>(columns[^1], examples.Select(example => example.GetProperty("label").GetSingle()).ToArray());
        }
        return stream.ToArray();
    }
}
