using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Glue;

/// <summary>Rows of the real data sets.</summary>
internal static class GlueRows
{
    /// <summary>Of the split that scores are of, as JSONL.</summary>
    public static Task<IReadOnlyList<GlueRow>> OfficialAsync(GlueTask task) => ReadAsync(task, ReferenceData.Require("data", "glue", task.Name), $"{task.Split}.jsonl");

    public static async Task<IReadOnlyList<GlueRow>> ReadAsync(GlueTask task, string folder, string file)
    {
        var store = new DirectoryBlobStore(folder, LinkPolicy.Follow);
        var reader = await store.OpenReadAsync(BlobPath.Parse(file), TestContext.Current.CancellationToken);
        return await GlueDataset.ReadAsync(task, reader, null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
