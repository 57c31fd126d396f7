using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>The parameters of a merge: a model's own come before those of its section, these before those of all, and those before the method's defaults.</summary>
/// <param name="method">Whose parameters.</param>
/// <param name="sections">Where they are.</param>
/// <param name="merged">By section, the models as it lists them.</param>
internal sealed class MergekitParameters(MethodDescription method, IReadOnlyList<MergekitSection> sections, IReadOnlyList<IReadOnlyList<MergekitModel>> merged)
{
    public const string Weight = "weight";

    // What these do to thinned task vectors changes nothing where none is thinned.
    private const string Unthinned = "mergekit/task_arithmetic";

    // Of which the only model has parameters of its own, and not of the merge.
    private const string OfOneModel = "mergekit/passthrough";
    private readonly string[] _names = [.. method.Parameters.Select(parameter => parameter.Name)];

    // int8_mask says how mergekit keeps masks in memory; it changes no result.
    private readonly string[] _ignored = method.Name == Unthinned ? ["int8_mask", "density", "rescale"] : ["int8_mask"];

    public IReadOnlyList<SweptParameter> Read(DocumentNode? node)
    {
        var ofAll = node?.AsMapping("'parameters'", "parameters: { normalize: true }");
        foreach (var common in sections.SelectMany(section => section.Parameters).Append(ofAll).OfType<MappingNode>())
            common.AllowKeys("'parameters'", [.. _names, .. _ignored]);
        foreach (var model in merged.SelectMany(models => models))
            model.Settings?.AllowKeys("a model's 'parameters'", [.. _names, .. _ignored]);
        return [.. method.Parameters.Select(parameter => Read(parameter, ofAll)).OfType<SweptParameter>()];
    }

    private SweptParameter? Read(ParameterDescription parameter, MappingNode? ofAll)
    {
        IReadOnlyList<MergekitChoice>[] choices = [.. Enumerable.Range(0, merged[0].Count).Select(model => Choices(parameter.Name, model, ofAll))];
        if (choices.All(model => model.Count == 0))
            return null;
        if (parameter.Type == ParameterType.NumberList)
        {
            if (parameter.Name == Weight)
                RequireWeights(ofAll);
            return new(parameter.Name, [new JsonArray([.. choices.Select(model => MergekitSetting.Read(model, parameter) ?? parameter.Default.AsArray()[0]!.DeepClone())])]);
        }
        if (method.Name != OfOneModel && merged.SelectMany(models => models).Select(model => model.Settings?.Optional(parameter.Name)).OfType<DocumentNode>().FirstOrDefault() is { } misplaced)
            throw misplaced.Place.Error($"'{parameter.Name}' is the same for all models", "move it to the parameters: of the merge");
        return new(parameter.Name, [MergekitSetting.Read(choices[0], parameter)!]);
    }

    /// <summary>What the file says of a parameter, the first that counts first.</summary>
    private IReadOnlyList<MergekitChoice> Choices(string parameter, int model, MappingNode? ofAll)
    {
        var all = sections.Zip(merged)
            .SelectMany(section => section.First.Parameters.Prepend(section.Second[model].Settings).Select(map => (section.First.Module, Map: map)))
            .Append((Module: null, Map: ofAll));
        return [.. from one in all let node = one.Map?.Optional(parameter) where node is not null select new MergekitChoice(one.Module, node)];
    }

    private void RequireWeights(MappingNode? ofAll)
    {
        if (ofAll?.Optional(Weight) is not null)
            return;
        foreach (var (section, models) in sections.Zip(merged))
            if (section.Parameters.All(common => common.Optional(Weight) is null) && models.FirstOrDefault(model => model.Settings?.Optional(Weight) is null) is { } forgotten)
                throw forgotten.Place.Error(
                    "this model has no 'weight' and another has one", "add parameters: { weight: 1 }, or one for all to the parameters: of the merge");
    }
}
