using System.Globalization;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Overrides;

/// <summary>The long form of what a file may abbreviate, so that an override can change a part of it.</summary>
internal static class WrittenOut
{
    /// <param name="key">The node's key from the top.</param>
    public static DocumentNode? Of(DocumentNode? node, string key, ExperimentCatalog catalog) => (key, node) switch
    {
        ("modelpool", ScalarNode name) when catalog.FindModelPool(name.Content) is { } pool => Pool(pool, name.Place),
        ("taskpool", ScalarNode name) when catalog.FindTaskPool(name.Content) is { } pool => Pool(pool, name.Place),
        ("taskpool", ListNode tasks) => Mapping(tasks.Place, ("tasks", tasks)),
        _ => node,
    };

    private static MappingNode Pool(ModelPool pool, Place place) => Mapping(
        place,
        ("models", Mapping(place, [.. pool.Models.Select(model => (model.Name, Model(model, place)))])),
        ("tokenizer", Text(pool.Tokenizer, place)));

    private static DocumentNode? Model(PoolModel model, Place place) =>
        model.Adapter is null
            ? Text(model.Checkpoint, place)
            : Mapping(place, ("base", Text(model.Checkpoint, place)), ("adapter", Text(model.Adapter, place)));

    private static MappingNode Pool(TaskPool pool, Place place) => Mapping(
        place,
        ("tasks", new ListNode(place, [.. pool.Tasks.Select(task => Task(task, place))])),
        ("max_length", Number(pool.MaxLength, place)));

    private static MappingNode Task(TaskSpec task, Place place) => Mapping(
        place,
        ("name", Text(task.Name, place)),
        ("dataset", Text(task.Dataset, place)),
        ("split", Text(task.Split, place)),
        ("limit", Number(task.Limit, place)));

    private static MappingNode Mapping(Place place, params (string Key, DocumentNode? Value)[] entries) =>
        new(place, [.. from entry in entries where entry.Value is not null select new MappingEntry(entry.Key, place, entry.Value)]);

    private static ScalarNode? Text(object? text, Place place) => text is null ? null : new(place, text.ToString()!, IsPlain: false);

    private static ScalarNode? Number(int? number, Place place) =>
        number is null ? null : new(place, number.Value.ToString(CultureInfo.InvariantCulture), IsPlain: true);
}
