using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>Binds a method to parameters of which some depend on the tensor, or leave tensors out.</summary>
internal static class PreparedByTensor
{
    /// <exception cref="MergeException">The parameters do not fit the pool.</exception>
    public static PreparedMerge Prepare(MergeMethod method, MethodParameters parameters, PreparationContext context)
    {
        var kept = KeptTensors.Of(method.Description.Name, parameters, context.Layout);
        if (kept.Count == 0 && !parameters.DependOnTensor)
            return method.Prepare(parameters, context);
        RequireModules(method, parameters, context);
        if (kept.Count == context.Layout.Tensors.Count)
            throw new MergeException($"{method.Description.Name}: the filter leaves no tensor to merge.");
        if (method.LeavesTensorsOut)
            return method.Prepare(parameters, context.Without(kept)).Keeping(tensor => kept.Contains(tensor.Name));
        var depth = new LayerDepth(context.Layout);
        var merges = context.Layout.Tensors.ToDictionary(tensor => tensor.Name, _ => PreparedMerge.Base, StringComparer.Ordinal);
        var own = merges.Keys.Except(kept).ToDictionary(name => name, name => parameters.For(name, depth.Of(name)));
        foreach (string[] alike in own.GroupBy(tensor => tensor.Value.ToString(), tensor => tensor.Key).Select(group => group.ToArray()))
        {
            var merge = method.Prepare(own[alike[0]], context.Without(merges.Keys.Except(alike).ToHashSet(StringComparer.Ordinal)));
            foreach (string name in alike)
                merges[name] = merge;
        }
        return new ByTensor(merges).Prepare();
    }

    // Where they have other names, all tensors would belong to neither. What belongs to neither may be nothing, as in Whisper.
    private static void RequireModules(MergeMethod method, MethodParameters parameters, PreparationContext context)
    {
        if (parameters.TensorRules.All(one => one.Rule.Module is null))
            return;
        foreach (string module in (string[])[SeqToSeqModule.Encoder, SeqToSeqModule.Decoder])
            if (!context.Layout.Tensors.Any(tensor => SeqToSeqModule.Of(tensor.Name) == module))
                throw new MergeException(
                    $"{method.Description.Name}: the models have no module '{module}': no tensor's name begins with '{module}.' or 'model.{module}.'. "
                    + "List the models under models: instead of modules:.");
    }
}
