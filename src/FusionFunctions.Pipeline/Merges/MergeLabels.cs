using FusionFunctions.Experiments;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>The rows that a method's sweep will have.</summary>
public static class MergeLabels
{
    public static IEnumerable<string> Of(MethodSpec spec)
    {
        var method = MergeMethods.Find(spec.Name).Description;
        return spec.Variants().Select(values => VariantLabel.Of(method, spec, MethodParameters.Resolve(method, values).ToJson()));
    }
}
