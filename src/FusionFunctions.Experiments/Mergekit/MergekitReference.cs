using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>
/// A model as mergekit writes it: a text, <c>org/name@revision+org/adapter</c>, or spelled out, <c>{ model: { path, revision }, lora: { path, revision } }</c>.
/// </summary>
internal static class MergekitReference
{
    private const string Example = "org/name, ./folder or org/name+org/adapter";
    private const string Start = "paths are relative to the folder of this file";

    /// <summary>It has no name yet.</summary>
    public static PoolModel Read(DocumentNode node, string? folder) => node is MappingNode map ? Read(map, folder) : ReadText(node, folder);

    private static PoolModel ReadText(DocumentNode node, string? folder)
    {
        string text = node.AsText("a model", Example);
        return text.Split('+') switch
        {
            [var model] => new("", CheckpointText.Read(model, folder, node.Place, Start)),
            [var model, var adapter] => new("", CheckpointText.Read(model, folder, node.Place, Start), CheckpointText.Read(adapter, folder, node.Place, Start)),
            _ => throw node.Place.Error($"'{Shown.Short(text)}' has more than one adapter", "merge them one after the other"),
        };
    }

    private static PoolModel Read(MappingNode map, string? folder)
    {
        map.AllowKeys("a model", "model", "lora", "override_architecture");
        if (map.Optional("override_architecture") is { } other)
            throw other.Place.Error("'override_architecture' is not supported", "remove it; tensors are taken by their names, whatever the architecture");
        var model = Path(map.Required("model", "a model", "model: { path: org/name }"), folder);
        return new("", model, map.Optional("lora") is { } lora ? Path(lora, folder) : null);
    }

    private static CheckpointReference Path(DocumentNode node, string? folder)
    {
        if (node is not MappingNode map)
            return CheckpointText.Read(node.AsText("a model", Example), folder, node.Place, Start);
        map.AllowKeys("a model's place", "path", "revision");
        var path = map.Required("path", "a model's place", "path: org/name");
        string text = path.AsText("'path'", "path: org/name");
        return CheckpointText.Read(map.Optional("revision")?.AsText("'revision'", "revision: main") is { } revision ? $"{text}@{revision}" : text, folder, path.Place, Start);
    }
}
