using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>The parameters of a merge: a model's own come before those of all, those before the method's defaults.</summary>
internal sealed class MergekitParameters(MethodDescription method, MergekitModels models)
{
    // What these do to thinned task vectors changes nothing where none is thinned.
    private const string Unthinned = "mergekit/task_arithmetic";
    private const string Weight = "weight";

    // Of which the only model has parameters of its own, and not of the merge.
    private const string OfOneModel = "mergekit/passthrough";
    private readonly string[] _names = [.. method.Parameters.Select(parameter => parameter.Name)];

    // int8_mask says how mergekit keeps masks in memory; it changes no result.
    private readonly string[] _ignored = method.Name == Unthinned ? ["int8_mask", "density", "rescale"] : ["int8_mask"];

    public IReadOnlyList<SweptParameter> Read(DocumentNode? node)
    {
        var ofAll = node?.AsMapping("'parameters'", "parameters: { normalize: true }");
        ofAll?.AllowKeys("'parameters'", [.. _names, .. _ignored]);
        foreach (var model in models.Merged)
            model.Settings?.AllowKeys("a model's 'parameters'", [.. _names, .. _ignored]);
        return [.. method.Parameters.Select(parameter => Read(parameter, ofAll)).OfType<SweptParameter>()];
    }

    private SweptParameter? Read(ParameterDescription parameter, MappingNode? ofAll)
    {
        DocumentNode?[] own = [.. models.Merged.Select(model => model.Settings?.Optional(parameter.Name))];
        var common = ofAll?.Optional(parameter.Name);
        if (own.All(setting => setting is null) && common is null)
            return null;
        if (parameter.Type == ParameterType.NumberList)
        {
            if (parameter.Name == Weight && common is null && Array.IndexOf(own, null) is >= 0 and var forgotten)
                throw models.Merged[forgotten].Place.Error(
                    "this model has no 'weight' and another has one", "add parameters: { weight: 1 }, or one for all to the parameters: of the merge");
            return new(parameter.Name, [new JsonArray([.. own.Select(setting => Value(parameter, setting, common) ?? parameter.Default.AsArray()[0]!.DeepClone())])]);
        }
        if (method.Name != OfOneModel && own.FirstOrDefault(setting => setting is not null) is { } misplaced)
            throw misplaced.Place.Error($"'{parameter.Name}' is the same for all models", "move it to the parameters: of the merge");
        return new(parameter.Name, [Value(parameter, own[0], common)!]);
    }

    private static JsonNode? Value(ParameterDescription parameter, DocumentNode? own, DocumentNode? common) =>
        own is not null ? MergekitSetting.Read(own, common, parameter)
        : common is not null ? MergekitSetting.Read(common, otherwise: null, parameter)
        : null;
}
