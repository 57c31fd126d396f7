using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Published;

/// <summary>
/// What FusionBench's page and the repository behind its LoRA rows say. Sources: https://github.com/tanganke/fusion_bench,
/// docs/modelpool/flan-t5_generation.md, and https://github.com/tanganke/subspace_fusion, results.
/// </summary>
public static class PublishedResults
{
    private const string FineTuned = "fine_tuned";
    private const string OwnTaskPrefix = "glue-";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly PublishedFile s_file = Load();

    public static IReadOnlyList<PublishedRow> All => s_file.Rows;

    public static IReadOnlyList<PageCorrection> Corrections => s_file.Corrections;

    /// <summary>How many rows a published score is of.</summary>
    public static int RowsOf(string task) => s_file.TaskRows[task];

    /// <param name="pool">The model pool's name.</param>
    /// <param name="row">As <see cref="PublishedRow.Row"/>, or <c>fine_tuned</c> for every model on its own task.</param>
    /// <param name="parameters">Of the method; null for none.</param>
    /// <returns>Null where there is no such row.</returns>
    public static PublishedRow? Find(string pool, string row, JsonObject? parameters = null) => row == FineTuned
        ? OwnTasks(pool)
        : All.FirstOrDefault(published => published.Pool == pool && published.Row == row
            && PublishedParameters.AreOf(published, s_file.Methods.GetValueOrDefault(row) ?? [], parameters ?? []));

    private static PublishedRow? OwnTasks(string pool)
    {
        var own = s_file.TaskRows.Keys.ToDictionary(task => task, task => Find(pool, OwnTaskPrefix + task));
        if (own.Values.Any(row => row is null))
            return null;
        var counts = own.Where(entry => entry.Key != PublishedRow.RhoTask).ToDictionary(entry => entry.Key, entry => entry.Value!.Counts![entry.Key]);
        var stsb = own[PublishedRow.RhoTask]!;
        return new(pool, FineTuned, Counts: counts, Rho: stsb.Rho, Settings: stsb.Settings);
    }

    private static PublishedFile Load()
    {
        using var stream = typeof(PublishedResults).Assembly.GetManifestResourceStream("published.json")!;
        return JsonSerializer.Deserialize<PublishedFile>(stream, s_json)!;
    }

    private sealed record PublishedFile(
        IReadOnlyDictionary<string, int> TaskRows,
        IReadOnlyDictionary<string, JsonObject> Methods,
        IReadOnlyList<PublishedRow> Rows,
        IReadOnlyList<PageCorrection> Corrections);
}
