using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FusionFunctions.FlanT5.Loading;

/// <summary>Fills a model's parameters from a checkpoint, tensor by tensor, widened to float32.</summary>
internal static class WeightLoader
{
    private const int NamesInMessage = 5;

    /// <exception cref="T5FormatException">The checkpoint's tensors are not those of the architecture in its config.json.</exception>
    /// <returns>Names of the tensors with NaN or infinity, ordinal.</returns>
    public static async Task<IReadOnlyList<string>> LoadAsync(T5Model model, ITensorReader checkpoint, CancellationToken cancellationToken)
    {
        var nonFinite = new List<string>();
        var parameters = model.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter, StringComparer.Ordinal);
        var tensors = checkpoint.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        RequireSameNames(checkpoint.Name, parameters.Keys, tensors.Keys);
        foreach (var (name, parameter) in parameters)
        {
            ConfigFit.RequireShape(checkpoint.Name, tensors[name], parameter.shape);
            using var memory = new NativeFloats(parameter);
            await checkpoint.ReadAsync(tensors[name], 0, memory.Memory, cancellationToken);
            if (!TensorPrimitives.IsFiniteAll<float>(memory.Memory.Span))
                nonFinite.Add(name);
        }
        return [.. nonFinite.Order(StringComparer.Ordinal)];
    }

    private static void RequireSameNames(string checkpoint, ICollection<string> wanted, ICollection<string> found)
    {
        var missing = wanted.Except(found).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new T5FormatException($"{checkpoint}: {missing.Count} tensors that its {ModelFiles.Config} calls for are missing: {List(missing)}.");
        var unexpected = found.Except(wanted).Order(StringComparer.Ordinal).ToList();
        if (unexpected.Count > 0)
            throw new T5FormatException($"{checkpoint}: {unexpected.Count} tensors do not belong to the architecture in its {ModelFiles.Config}: {List(unexpected)}.");
    }

    private static string List(List<string> names) =>
        string.Join(", ", names.Take(NamesInMessage).Select(name => $"'{name}'")) + (names.Count > NamesInMessage ? ", …" : "");
}
