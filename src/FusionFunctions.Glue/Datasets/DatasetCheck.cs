using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;

namespace FusionFunctions.Glue.Datasets;

/// <summary>Reads a data set as <see cref="GlueDataset"/> does, before anything is asked of a model.</summary>
public static class DatasetCheck
{
    /// <returns>The characters of each row's prompt, in file order.</returns>
    /// <inheritdoc cref="GlueDataset.ReadAsync" path="/param"/>
    /// <exception cref="GlueException">As there, and for rows without a label: no answer is right there, so that a score over them means nothing.</exception>
    public static async Task<IReadOnlyList<int>> PromptLengthsAsync(GlueTask task, IBlobReader file, int? limit, CancellationToken cancellationToken)
    {
        var lengths = new List<int>();
        string name = file.Name, first = "";
        int unlabelled = 0;
        await foreach (var (place, row) in GlueDataset.ReadPlacesAsync(task, file, limit, cancellationToken))
        {
            lengths.Add(row.Prompt.Length);
            if (row.Target.Length == 0 && unlabelled++ == 0)
                first = place;
        }
        return unlabelled == 0
            ? lengths
            : throw new GlueException(
                $"{name}: {unlabelled} of {lengths.Count} rows have no label (-1 or null), the first at {first}; a score over them would mean nothing. "
                + $"Give rows with labels, such as those of the split '{task.Split}'; GLUE keeps the labels of its test splits to itself.");
    }
}
