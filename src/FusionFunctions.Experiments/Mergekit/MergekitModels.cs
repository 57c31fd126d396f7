using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>The models of a merge and what each of them is merged with.</summary>
/// <param name="Pool">The base as <c>_pretrained_</c>, where the method reads one.</param>
/// <param name="Merged">
/// By section: every other model as it lists it, in the pool's order. What the file says of the base's own parameters counts for nothing.
/// </param>
internal sealed record MergekitModels(ModelPool Pool, IReadOnlyList<IReadOnlyList<MergekitModel>> Merged)
{
    private const string Example = "- model: org/name";

    // The others take differences from the base, or stand it against the other model. Here a base that is not listed is one model more.
    private static readonly string[] s_withoutBase = ["mergekit/linear", "mergekit/karcher", "mergekit/passthrough"];

    // The base, listed or not, counts as one of them.
    private static readonly Dictionary<string, int> s_most = new(StringComparer.Ordinal) { ["mergekit/passthrough"] = 1, ["mergekit/slerp"] = 2 };

    public static MergekitModels Read(MappingNode map, IReadOnlyList<MergekitSection> sections, MethodDescription method, string? folder)
    {
        var node = map.Optional("base_model");
        var lists = sections.Select(section => Entries(section, folder)).ToList();
        var baseModel = node is null ? null : MergekitReference.Read(node, folder);
        if (baseModel is null && method.NeedsPretrained)
            throw map.Place.Error($"the method '{method.Name}' needs a base model", "add base_model: org/name");
        foreach (var list in lists)
            if (baseModel is not null && list.All(entry => entry.Model != baseModel))
                list.Add(new(baseModel, null, node!.Place));
        RequireAlike(sections, lists, method);
        var entries = lists[0];
        if (baseModel is not null && s_most.TryGetValue(method.Name, out int most) && entries.Count > most)
            throw node!.Place.Error($"with the base model these are more models than the {most} that '{method.Name}' takes", "remove models:, or base_model:");
        bool isBaseApart = baseModel is not null && !s_withoutBase.Contains(method.Name);
        // As one of them it is the first: configuration and element types come from there.
        var merged = entries.Where(entry => !isBaseApart || entry.Model != baseModel).OrderBy(entry => entry.Model != baseModel).Select(entry => entry.Model).ToList();
        if (merged.Count == 0)
            throw sections[0].Models[0].Place.Error("the only model is the base model", $"add {Example} for what is merged with it");
        PoolModel[] models =
        [
            .. isBaseApart ? [baseModel! with { Name = ModelPool.PretrainedName }] : Array.Empty<PoolModel>(),
            .. merged.Select((model, index) => model with { Name = NameOf(model, index, merged.Count) }),
        ];
        return new(
            new(null, models, MergekitTokenizer.Read(map, baseModel, entries[0].Model, folder)),
            [.. lists.Select(list => merged.Select(model => list.Single(entry => entry.Model == model)).ToList())]);
    }

    private static List<MergekitModel> Entries(MergekitSection section, string? folder)
    {
        var entries = section.Models.Select(item => Entry(item, folder)).ToList();
        return entries.Index().FirstOrDefault(entry => entries.FindIndex(other => other.Model == entry.Item.Model) < entry.Index).Item is { } twice
            ? throw twice.Place.Error("this model is listed above", "list it once, with the sum of its weights")
            : entries;
    }

    private static void RequireAlike(IReadOnlyList<MergekitSection> sections, List<List<MergekitModel>> lists, MethodDescription method)
    {
        string without = method.Parameters.Any(parameter => parameter.Name == MergekitParameters.Weight) ? ", with weight: 0 where one is to take no part" : "";
        for (int section = 1; section < lists.Count; section++)
            if (!lists[section].Select(entry => entry.Model).ToHashSet().SetEquals(lists[0].Select(entry => entry.Model)))
                throw sections[section].Place.Error(
                    $"the module '{sections[section].Module}' lists other models than '{sections[0].Module}'",
                    $"list the same models in every module{without}");
    }

    private static MergekitModel Entry(DocumentNode item, string? folder)
    {
        if (item is ScalarNode)
            return new(MergekitReference.Read(item, folder), null, item.Place);
        var map = item.AsMapping("a model", Example);
        map.AllowKeys("a model", "model", "parameters");
        var settings = map.Optional("parameters")?.AsMapping("'parameters'", "parameters: { weight: 0.5 }");
        return new(MergekitReference.Read(map.Required("model", "a model", "model: org/name"), folder), settings, item.Place);
    }

    // The last part of where it is, told apart by its place in the list.
    private static string NameOf(PoolModel model, int index, int count)
    {
        string location = (model.Adapter ?? model.Checkpoint).Location.TrimEnd('/', '\\');
        string last = location[(location.LastIndexOfAny(['/', '\\']) + 1)..];
        string name = SafeName.IsSafe(last) && last[0] != '_' ? last : "model";
        return count == 1 ? name : $"{index + 1}-{name}";
    }
}
