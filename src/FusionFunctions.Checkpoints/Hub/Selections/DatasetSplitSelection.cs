using System.Globalization;
using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed partial class DatasetSplitSelection : HubFileSelection
{
    private readonly string _config;
    private readonly string _split;

    public DatasetSplitSelection(string config, string split)
    {
        foreach (string name in (string[])[config, split])
            if (!Name().IsMatch(name))
                throw new HubException(HubFailure.BadRequest, $"'{Printable.Text(name)}' cannot be a data set's configuration or split.");
        (_config, _split) = (config, split);
    }

    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read)
    {
        var found = Shards(revision).Where(shard => shard.Config == _config && shard.Split == _split);
        var shards = found.OrderBy(shard => shard.Number).ToArray();
        if (shards.Length == 0)
            throw Missing(revision, $"has no parquet files of '{_config}/{_split}'. {Splits(revision)}");
        if (shards.Length != shards[0].Count || shards.Where((shard, i) => shard.Number != i || shard.Count != shards.Length).Any())
            throw Missing(revision, $"does not have all parquet files of '{_config}/{_split}'.");
        return Task.FromResult<IReadOnlyList<HubFile>?>([.. shards.Select(shard => shard.File)]);
    }

    private string Splits(HubRevision revision)
    {
        var shards = Shards(revision).ToArray();
        var (what, names) = shards.Where(shard => shard.Config == _config).Select(shard => shard.Split).Distinct().ToArray() is { Length: > 0 } splits
            ? ($"The splits of '{_config}'", splits)
            : ("Its configurations", shards.Select(shard => shard.Config).Distinct().ToArray());
        return names.Length == 0 ? "" : Printable.Text($"{what}: {string.Join(", ", names)}.");
    }

    private static IEnumerable<(HubFile File, string Config, string Split, int Number, int Count)> Shards(HubRevision revision) =>
        from file in revision.Files
        let match = Shard().Match(file.Path.Value)
        where match.Success
        select (file, match.Groups["config"].Value, match.Groups["split"].Value, Number(match, "number"), Number(match, "count"));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?<config>[^/]+)/(?<split>[^/]+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.parquet\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shard();
}
