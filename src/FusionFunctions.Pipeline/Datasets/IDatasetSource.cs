using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Datasets;

/// <summary>Where the official rows of a task come from.</summary>
public interface IDatasetSource
{
    /// <param name="task">Whose rows.</param>
    /// <param name="split">Such as <c>validation</c>.</param>
    /// <param name="commit">Of the data set; null for its default branch.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    Task<BlobLocation> FetchAsync(GlueTask task, string split, string? commit, CancellationToken cancellationToken);
}
