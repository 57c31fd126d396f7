using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Pools;

/// <summary>Models can only be merged element by element where they have the same tensors.</summary>
internal static class PoolAgreement
{
    private const int MostNames = 5;

    /// <exception cref="MergeException">Their keys or shapes differ.</exception>
    public static void Require(MergeInput first, MergeInput other)
    {
        var found = other.ByKey();
        string[] expected = [.. first.Tensors.Tensors.Select(tensor => tensor.Name)];
        var met = expected.Where(found.ContainsKey).Select(name => found[name].Name);
        string[] differences =
            [.. Difference("lacks", expected.Where(name => !found.ContainsKey(name))), .. Difference("has in addition", other.Tensors.Tensors.Select(tensor => tensor.Name).Except(met))];
        if (differences.Length > 0)
            throw new MergeException(
                $"Model '{other.Name}' ({other.Tensors.Name}) does not have the tensors of '{first.Name}' ({first.Tensors.Name}): "
                + $"it {string.Join(" and ", differences)}. Merge models of one architecture.");
        foreach (var tensor in first.Tensors.Tensors)
        {
            string name = tensor.Name;
            if (!tensor.Shape.SequenceEqual(found[name].Shape))
                throw new MergeException(
                    $"Tensor '{Printable.Text(name)}' has shape {ShapeText.Of(found[name].Shape)} in model '{other.Name}' ({other.Tensors.Name}) "
                    + $"but {ShapeText.Of(tensor.Shape)} in '{first.Name}' ({first.Tensors.Name}). Merge models of one architecture.");
            if (tensor.DType.IsFloat() != found[name].DType.IsFloat())
                throw new MergeException(
                    $"Tensor '{Printable.Text(name)}' is of type {found[name].DType} in model '{other.Name}' ({other.Tensors.Name}) "
                    + $"but {tensor.DType} in '{first.Name}' ({first.Tensors.Name}): weights cannot be merged with integers.");
        }
    }

    private static IEnumerable<string> Difference(string verb, IEnumerable<string> tensors)
    {
        string[] names = [.. tensors.Order(StringComparer.Ordinal)];
        if (names.Length == 0)
            yield break;
        string more = names.Length > MostNames ? $" and {names.Length - MostNames} more" : "";
        yield return $"{verb} {string.Join(", ", names.Take(MostNames).Select(name => $"'{Printable.Text(name)}'"))}{more}";
    }
}
