using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>Puts an adapter file's tensors together, two for each module.</summary>
internal static class AdapterPairs
{
    /// <returns>Ordinal by module.</returns>
    /// <exception cref="CheckpointException">A tensor that is no part of a LoRA adapter, or one that lacks its counterpart.</exception>
    public static IReadOnlyList<LoraPair> Of(ITensorFile file, AdapterConfig config, string name)
    {
        var factors = new Dictionary<AdapterKey, TensorInfo>();
        foreach (var tensor in file.Tensors)
        {
            var key = AdapterKey.Parse(tensor.Name) ?? throw Bad(
                name, $"'{Printable.Text(tensor.Name)}' is not a LoRA factor of a linear layer, and nothing else can be merged");
            if (!factors.TryAdd(key, tensor))
                throw Bad(name, $"the module '{Printable.Text(key.Module)}' has two factors of one kind");
        }
        if (factors.Count == 0)
            throw Bad(name, "it has no tensors");
        var modules = factors.Keys.Select(key => key.Module).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. modules.Select(module => Pair(factors, module, config, name))];
    }

    private static LoraPair Pair(Dictionary<AdapterKey, TensorInfo> factors, string module, AdapterConfig config, string name)
    {
        string shown = Printable.Text(module);
        if (!factors.TryGetValue(new(module, true), out var a) || !factors.TryGetValue(new(module, false), out var b))
            throw Bad(name, $"the module '{shown}' has only one of lora_A and lora_B");
        var pair = new LoraPair(module, a, b);
        if (!pair.IsWellFormed)
            throw Bad(name, $"the factors of '{shown}' are not floating-point matrices of one rank: lora_A is {Text(a)}, lora_B is {Text(b)}");
        if (pair.Rank != config.RankOf(module))
            throw Bad(name, $"the factors of '{shown}' have rank {pair.Rank}, but {ModelFiles.AdapterConfig} says {config.RankOf(module)}");
        if (!config.Targets.Contains(module))
            throw Bad(name, $"it has factors for '{shown}', which target_modules in {ModelFiles.AdapterConfig} does not name");
        return pair;
    }

    internal static string Text(TensorInfo tensor) => $"{tensor.DType} {ShapeText.Of(tensor.Shape)}";

    private static CheckpointException Bad(string name, string reason) =>
        new($"{name}: the adapter cannot be merged: {reason}. Download or save the adapter again.");
}
