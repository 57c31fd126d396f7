using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Cli.Extraction;

/// <summary>A tensor of a classifier's head, of which an adapter can carry nothing: the base has it in another shape, or one model lacks it.</summary>
/// <param name="Base">Its shape there; null where the base lacks it.</param>
/// <param name="Tuned">Its shape in the fine-tuned model, likewise.</param>
internal sealed record LeftOutTensor(string Name, IReadOnlyList<long>? Base, IReadOnlyList<long>? Tuned)
{
    /// <param name="models">The base and the fine-tuned model.</param>
    /// <returns>Ordinal by name.</returns>
    public static IReadOnlyList<LeftOutTensor> Of(OpenModels models) =>
        [.. models.LeftOut.Select(name => new LeftOutTensor(name, ShapeIn(models.Models[0], name), ShapeIn(models.Models[1], name)))];

    /// <summary>The base's keys of these, whose modules an adapter must not mean.</summary>
    public static IReadOnlyList<string> KeysOfBase(OpenModels models) =>
        [.. models.Models[0].Input.StateDict.Where(entry => models.LeftOut.Contains(entry.Tensor.Name)).Select(entry => entry.Key)];

    private static IReadOnlyList<long>? ShapeIn(OpenModel model, string name) =>
        model.Input.Tensors.Tensors.FirstOrDefault(tensor => tensor.Name == name)?.Shape;
}
