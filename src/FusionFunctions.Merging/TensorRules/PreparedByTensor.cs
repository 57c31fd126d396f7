using System.Text.Json.Nodes;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>Binds a method to parameters of which some depend on the tensor, or leave tensors out.</summary>
internal static class PreparedByTensor
{
    private const string RemovedKeys = "remove_keys";

    /// <exception cref="MergeException">The parameters do not fit the pool.</exception>
    public static PreparedMerge Prepare(MergeMethod method, MethodParameters parameters, PreparationContext context)
    {
        var kept = KeptTensors.Of(parameters, context.Layout);
        if (kept.Count == 0 && !parameters.DependOnTensor)
            return method.Prepare(parameters, context);
        if (kept.Count == context.Layout.Tensors.Count)
            throw new MergeException($"{method.Description.Name}: the filter leaves no tensor to merge.");
        // A method that looks at the model as a whole must not see what is left out.
        if (method.Description.Parameters.Any(parameter => parameter.Name == RemovedKeys))
            return method.Prepare(parameters.With(RemovedKeys, Removed(parameters, kept, context)), context);
        var prepared = new Dictionary<string, PreparedMerge>(StringComparer.Ordinal);
        var depth = new LayerDepth(context.Layout);
        var merges = context.Layout.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => kept.Contains(tensor.Name) ? null : PrepareOne(parameters.For(tensor.Name, depth.Of(tensor.Name))), StringComparer.Ordinal);
        return new ByTensor(merges).Prepare();

        PreparedMerge PrepareOne(MethodParameters own)
        {
            if (!prepared.TryGetValue(own.ToString(), out var merge))
                prepared[own.ToString()] = merge = method.Prepare(own, context);
            return merge;
        }
    }

    private static JsonArray Removed(MethodParameters parameters, IReadOnlySet<string> kept, PreparationContext context) =>
        new([.. parameters.TextList(RemovedKeys).Concat(kept.SelectMany(name => context.Layout.Keys[name])).Distinct(StringComparer.Ordinal).Select(key => JsonValue.Create(key))]);
}
