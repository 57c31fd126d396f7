using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

internal sealed class ModelPoolReader(ReadingContext context)
{
    /// <summary>Safe names, of which only <c>_pretrained_</c> starts and ends with '_'.</summary>
    public const string NamePattern = $"{ModelPool.PretrainedName}|(?!_.*_$){SafeName.Pattern}";

    private const string Example = "a pool's name, or { models: { _pretrained_: org/name, glue-cola: ./cola } }";
    private const string ModelExample = "./folder, org/name@revision, { base: org/name, adapter: ./lora } or { path: ./folder }";

    public ModelPool Read(DocumentNode node)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } name)
            return Named(name);
        if (node is not MappingNode map)
            throw Expect.WrongType(node, "'modelpool'", "a name or a mapping", $"write {Example}");
        map.AllowKeys("a model pool", "models", "tokenizer");
        var models = map.Required("models", "the model pool", "models: { _pretrained_: org/name, glue-cola: ./cola }")
            .AsMapping("'models'", "name: checkpoint, one line a model");
        if (models.Entries.Count == 0)
            throw models.Place.Error("'models' is empty", "add name: checkpoint, one line a model");
        return new(
            null,
            [.. models.Entries.Select(ReadModel)],
            map.Optional("tokenizer") is { } tokenizer ? ReadReference(tokenizer, "'tokenizer'") : null);
    }

    private ModelPool Named(ScalarNode name) =>
        context.Catalog.FindModelPool(name.Content)
        ?? throw name.Place.Error(
            $"there is no model pool '{Shown.Short(name.Content)}'",
            Suggestion.For(name.Content, [.. context.Catalog.ModelPools.Select(pool => pool.Name!)], "write the pool out, or name one of"));

    private PoolModel ReadModel(MappingEntry entry)
    {
        string name = SafeName.Require(entry.Key, entry.KeyPlace, "a model");
        if (ModelPool.IsSpecial(name) && name != ModelPool.PretrainedName)
            throw entry.KeyPlace.Error(
                $"there is no special model '{name}'",
                $"the pretrained model is '{ModelPool.PretrainedName}'; other names do not start and end with '_'");
        return entry.Value switch
        {
            ScalarNode => new(name, ReadReference(entry.Value, $"model '{name}'")),
            MappingNode map when map.Find("path") is not null => ReadPath(name, map),
            MappingNode map => ReadAdapted(name, map),
            _ => throw Expect.WrongType(entry.Value, $"model '{name}'", "a text or a mapping", $"write {ModelExample}"),
        };
    }

    private PoolModel ReadPath(string name, MappingNode map)
    {
        map.AllowKeys($"model '{name}' with a 'path'", "path");
        return new(name, ReadReference(map.Required("path", $"model '{name}'", "path: ./folder"), "'path'"));
    }

    private PoolModel ReadAdapted(string name, MappingNode map)
    {
        map.AllowKeys($"model '{name}'", "base", "adapter", "path");
        var checkpoint = map.Required("base", $"model '{name}'", "base: org/name, the model that the adapter was trained on");
        var adapter = map.Required("adapter", $"model '{name}'", "adapter: ./lora, or write path: instead of base:");
        return new(name, ReadReference(checkpoint, "'base'"), ReadReference(adapter, "'adapter'"));
    }

    private CheckpointReference ReadReference(DocumentNode node, string what) =>
        CheckpointText.Read(node.AsText(what, "./folder, org/name@revision or an https blob address"), context.Folder, node.Place);
}
