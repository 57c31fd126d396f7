using System.Globalization;
using FusionFunctions.Cli.Display;
using FusionFunctions.Merging.Extraction;

namespace FusionFunctions.Cli.Extraction;

/// <summary>What an extracted adapter carries of every tensor's change, and of the whole.</summary>
internal static class ExtractionText
{
    public static void Print(IReadOnlyList<ExtractedTensor> tensors)
    {
        var carried = tensors.Where(tensor => tensor.Rank > 0).ToList();
        var left = tensors.Where(tensor => tensor.Rank == 0 && tensor.Norm is not 0.0).ToList();
        Columns.Print([["tensor", "shape", "change", "error"], .. carried.Select(Cells)], texts: 2);
        if (left.Count > 0)
        {
            Console.WriteLine("Changed, and not in the adapter:");
            Columns.Print([.. left.Select(Cells)], texts: 2);
        }
        Console.WriteLine($"Error of the adapter's tensors: {Percent(carried)}; of the whole model: {Percent(tensors)}");
    }

    private static string[] Cells(ExtractedTensor tensor) =>
        [tensor.Tensor.Name, $"[{string.Join(", ", tensor.Tensor.Shape)}]", Number(tensor.Norm), Number(tensor.Error)];

    /// <summary>‖what is lost‖ / ‖change‖ over several tensors.</summary>
    private static string Percent(IReadOnlyList<ExtractedTensor> tensors)
    {
        double change = Math.Sqrt(tensors.Sum(tensor => tensor.Norm * tensor.Norm));
        double lost = Math.Sqrt(tensors.Sum(tensor => tensor.Remainder * tensor.Remainder));
        return (change == 0 ? 0 : lost / change).ToString("P2", CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
