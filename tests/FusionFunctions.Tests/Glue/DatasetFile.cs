using System.Text;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Glue;

/// <summary>Reads a data set that a test wrote out.</summary>
internal static class DatasetFile
{
    public static Task<IReadOnlyList<GlueRow>> ReadAsync(GlueTask task, string name, string text, int? limit = null) =>
        ReadAsync(task, name, Encoding.UTF8.GetBytes(text), limit);

    public static async Task<IReadOnlyList<GlueRow>> ReadAsync(GlueTask task, string name, byte[] bytes, int? limit = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder[name], bytes, cancellationToken);
        var reader = await new DirectoryBlobStore(folder.Path).OpenReadAsync(BlobPath.Parse(name), cancellationToken);
        return await GlueDataset.ReadAsync(task, reader, limit, cancellationToken).ToListAsync(cancellationToken);
    }
}
