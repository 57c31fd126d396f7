using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Reads <c>methods:</c> and holds each against the model pool.</summary>
internal sealed class MethodListReader(ReadingContext context, ModelPool models)
{
    private const string Example = "methods: [simple_average, task_arithmetic: { scaling_factor: 0.3 }]";
    private readonly Dictionary<string, Place> _variants = [];

    public IReadOnlyList<MethodSpec> Read(DocumentNode node) => [.. node.AsItems("'methods'", Example).Select(ReadOne)];

    private MethodSpec ReadOne(DocumentNode node)
    {
        var entry = node switch
        {
            ScalarNode => new(node.AsText("a method", Example), node.Place, new ScalarNode(node.Place, "", IsPlain: true)),
            MappingNode { Entries: [var single] } => single,
            MappingNode { Entries: [var first, _, ..] } when context.Catalog.FindMethod(first.Key) is null => throw first.KeyPlace.Error(
                $"an entry of 'methods' begins with '{Shown.Short(first.Key)}', which is no method",
                $"write {Example}"),
            MappingNode { Entries: [var first, var second, ..] } => throw second.KeyPlace.Error(
                $"the entry of '{Shown.Short(first.Key)}' goes on with '{Shown.Short(second.Key)}'",
                "indent parameters further than their method, and start each method with '- '"),
            _ => throw Expect.WrongType(node, "a method", "a name, or a name with parameters", $"write {Example}"),
        };
        var method = context.Catalog.FindMethod(entry.Key) ?? throw entry.KeyPlace.Error(
            $"there is no method '{Shown.Short(entry.Key)}'",
            Suggestion.For(entry.Key, [.. context.Catalog.Methods.Select(method => method.Name)], "the methods are"));
        RequireModels(method, entry.KeyPlace);
        var spec = new MethodSpec(method.Name, ReadParameters(method, entry.Value));
        RequireNewVariants(method, spec, entry.KeyPlace);
        return spec;
    }

    private void RequireModels(MethodDescription method, Place place)
    {
        if (method.NeedsPretrained && models.Pretrained is null)
            throw place.Error($"the method '{method.Name}' needs a model '{ModelPool.PretrainedName}'", "add it to the model pool");
        if (method.NeedsFineTuned && !models.FineTuned.Any())
            throw place.Error(
                $"the method '{method.Name}' merges fine-tuned models and the model pool has none", "add them to the model pool");
    }

    /// <summary>In the order of the method's description.</summary>
    private List<SweptParameter> ReadParameters(MethodDescription method, DocumentNode node)
    {
        if (node.IsNothing)
            return [];
        var map = node.AsMapping($"what follows '{method.Name}:'", $"{method.Name}: {{ parameter: value }}");
        ParameterDescription[] parameters = [.. method.Parameters, .. TensorFilter.Parameters];
        map.AllowKeys($"the method '{method.Name}'", [.. parameters.Select(parameter => parameter.Name)]);
        return [.. from parameter in parameters
                   let value = map.Find(parameter.Name)
                   where value is not null
                   select new SweptParameter(parameter.Name, new ParameterReader(parameter, models.FineTuned.Count()).Read(value.Value))];
    }

    private void RequireNewVariants(MethodDescription method, MethodSpec spec, Place place)
    {
        if (spec.VariantCount > MethodSpec.MaxVariants - _variants.Count)
            throw place.Error($"the sweeps give more than {MethodSpec.MaxVariants} variants", "give fewer values");
        foreach (var variant in spec.Variants())
        {
            var given = method.Parameters.Concat(TensorFilter.Parameters.Where(filter => variant.ContainsKey(filter.Name)));
            var parameters = new JsonObject(given.Select(parameter =>
                KeyValuePair.Create(parameter.Name, (JsonNode?)variant.GetValueOrDefault(parameter.Name, parameter.Default).DeepClone())));
            string text = $"{method.Name} {CanonicalJson.Write(parameters)}";
            if (!_variants.TryAdd(text, place))
                throw place.Error($"{Shown.Short(text)} is already at {_variants[text]}", "remove one of them, or a value of the sweep");
        }
    }
}
