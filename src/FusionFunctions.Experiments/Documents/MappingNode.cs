namespace FusionFunctions.Experiments.Documents;

/// <param name="Entries">In the order they were written; keys are unique.</param>
internal sealed record MappingNode(Place Place, IReadOnlyList<MappingEntry> Entries) : DocumentNode(Place)
{
    public override string Description => "a mapping";

    public MappingEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The same with one value replaced, or appended where the key is new.</summary>
    public MappingNode With(string key, Place keyPlace, DocumentNode value)
    {
        MappingEntry set = new(key, keyPlace, value);
        return Find(key) is not null
            ? this with { Entries = [.. Entries.Select(entry => entry.Key == key ? set : entry)] }
            : this with { Entries = [.. Entries, set] };
    }
}

internal sealed record MappingEntry(string Key, Place KeyPlace, DocumentNode Value);
