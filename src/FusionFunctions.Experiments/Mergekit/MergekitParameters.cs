using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>The parameters of a merge: a model's own come before those of all, those before the method's defaults.</summary>
internal sealed class MergekitParameters(MethodDescription method, MergekitModels models)
{
    // How mergekit keeps masks in memory; it changes no result.
    private const string Ignored = "int8_mask";
    private readonly string[] _names = [.. method.Parameters.Select(parameter => parameter.Name)];

    public IReadOnlyList<SweptParameter> Read(DocumentNode? node)
    {
        var ofAll = node?.AsMapping("'parameters'", "parameters: { normalize: true }");
        ofAll?.AllowKeys("'parameters'", [.. _names, Ignored]);
        foreach (var own in models.Settings)
            own?.AllowKeys("a model's 'parameters'", _names);
        return [.. method.Parameters.Select(parameter => Read(parameter, ofAll)).OfType<SweptParameter>()];
    }

    private SweptParameter? Read(ParameterDescription parameter, MappingNode? ofAll)
    {
        DocumentNode?[] own = [.. models.Settings.Select(settings => settings?.Optional(parameter.Name))];
        var common = ofAll?.Optional(parameter.Name);
        if (own.All(setting => setting is null) && common is null)
            return null;
        if (parameter.Type == ParameterType.NumberList)
            return new(parameter.Name, [new JsonArray([.. own.Select(setting => Number(parameter, setting ?? common))])]);
        var given = own is [{ } only] ? only : common ?? throw own.First(setting => setting is not null)!.Place.Error(
            $"'{parameter.Name}' is the same for all models", "move it to the parameters: of the merge");
        return new(parameter.Name, [MergekitSetting.Read(given, parameter)]);
    }

    private static JsonNode Number(ParameterDescription parameter, DocumentNode? setting) => setting is null
        ? parameter.Default.AsArray()[0]!.DeepClone()
        : MergekitSetting.Read(setting, parameter);
}
