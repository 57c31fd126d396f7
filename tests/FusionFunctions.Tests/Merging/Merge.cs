using System.Text.Json.Nodes;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Runs the engine over models held in memory.</summary>
internal static class Merge
{
    public static readonly MergeOptions OneThread = new() { Threads = 1 };

    public static MethodParameters Parameters(string method, params (string Name, JsonNode Value)[] given) =>
        MethodParameters.Resolve(MergeMethods.Find(method).Description, given.ToDictionary(entry => entry.Name, entry => entry.Value));

    public static MergePool Pool(params MemoryModel[] models) => MergePool.Of([.. models.Select(model => model.Input)]);

    public static async Task<(MemoryOutput Output, MergeReport Report)> RunAsync(
        string method, MergePool pool, MergeOptions options, params (string Name, JsonNode Value)[] given)
    {
        var output = new MemoryOutput();
        var request = new MergeRequest(pool, MergeMethods.Find(method), [new(Parameters(method, given), output)]);
        var reports = await MergeEngine.MergeAsync(request, options, null, TestContext.Current.CancellationToken);
        return (output, reports[0]);
    }

    public static async Task<float[]> ElementsAsync(string method, MergePool pool, params (string Name, JsonNode Value)[] given) =>
        (await RunAsync(method, pool, OneThread, given)).Output.Elements;
}
