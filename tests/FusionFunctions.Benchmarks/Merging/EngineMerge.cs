using System.Text.Json.Nodes;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>A method over a pool, once for each scaling factor, from one reading.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Factors">null: the method has none.</param>
internal sealed record EngineMerge(string Method, IReadOnlyList<double?> Factors)
{
    public async Task RunAsync(MergePool pool, IBlobStore store, CancellationToken cancellationToken)
    {
        var method = MergeMethods.Find(Method);
        var outputs = new List<SafetensorsOutput>();
        var variants = new List<MergeVariant>();
        try
        {
            foreach (double? factor in Factors)
            {
                Dictionary<string, JsonNode> given = factor is { } value ? new() { ["scaling_factor"] = value } : [];
                outputs.Add(new(await store.OpenWriteAsync(BlobPath.Parse(Floor.OutputPath(outputs.Count)), BlobWriteMode.Replace, cancellationToken)));
                variants.Add(new(MethodParameters.Resolve(method.Description, given), outputs[^1]));
            }
            await MergeEngine.MergeAsync(new(pool, method, variants), new(), null, cancellationToken);
            await Parallel.ForEachAsync(outputs, cancellationToken, async (output, cancellationToken) => await output.CommitAsync(cancellationToken));
        }
        finally
        {
            foreach (var output in outputs)
                await output.DisposeAsync();
        }
    }
}
