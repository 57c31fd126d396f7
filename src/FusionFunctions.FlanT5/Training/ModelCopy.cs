using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

internal static class ModelCopy
{
    /// <summary>A model of its own with the same weights.</summary>
    public static T5Model Of(T5Model model)
    {
        var copy = new T5Model(model.Config);
        using var mode = no_grad();
        var targets = copy.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (var (name, parameter) in model.named_parameters())
            targets[name].copy_(parameter);
        return copy;
    }
}
