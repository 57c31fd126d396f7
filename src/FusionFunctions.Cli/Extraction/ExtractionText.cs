using System.Globalization;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Cli.Display;
using FusionFunctions.Merging.Extraction;

namespace FusionFunctions.Cli.Extraction;

/// <summary>What an extracted adapter carries of every tensor's change, and of the whole.</summary>
internal static class ExtractionText
{
    /// <param name="tensors">Of both models.</param>
    /// <param name="leftOut">What only one of them has, or has otherwise.</param>
    /// <param name="rank">What was asked for; a matrix may have less.</param>
    public static void Print(IReadOnlyList<ExtractedTensor> tensors, IReadOnlyList<LeftOutTensor> leftOut, int rank)
    {
        var carried = tensors.Where(tensor => tensor.Rank > 0).ToList();
        var left = tensors.Where(tensor => tensor.Rank == 0 && tensor.Norm is not 0.0).ToList();
        Columns.Print([["tensor", "shape", "rank", "change", "error"], .. carried.Select(tensor => Cells(tensor, Rank(tensor, rank)))], texts: 2);
        if (left.Count > 0)
        {
            Console.WriteLine("Changed, and not in the adapter:");
            Columns.Print([.. left.Select(tensor => Cells(tensor))], texts: 2);
        }
        if (leftOut.Count > 0)
        {
            Console.WriteLine("Not alike in both models, and not in the adapter:");
            Columns.Print([["tensor", "base", "fine-tuned"], .. leftOut.Select(Cells)], texts: 3);
        }
        Console.WriteLine($"Error of the adapter's tensors: {Percent(carried)}; of {(leftOut.Count > 0 ? "the tensors that both models have alike" : "the whole model")}: {Percent(tensors)}");
    }

    private static string[] Cells(ExtractedTensor tensor, params string[] rank) =>
        [tensor.Tensor.Name, Shape(tensor.Tensor.Shape), .. rank, Number(tensor.Norm), Number(tensor.Error)];

    private static string[] Cells(LeftOutTensor tensor) => [tensor.Name, Shape(tensor.Base), Shape(tensor.Tuned)];

    private static string Rank(ExtractedTensor tensor, int asked) =>
        string.Create(CultureInfo.InvariantCulture, $"{tensor.Rank}{(tensor.Rank < asked ? " (full)" : "")}");

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "-" : ShapeText.Of(shape);

    /// <summary>‖what is lost‖ / ‖change‖ over several tensors.</summary>
    private static string Percent(IReadOnlyList<ExtractedTensor> tensors)
    {
        double change = Math.Sqrt(tensors.Sum(tensor => tensor.Norm * tensor.Norm));
        double lost = Math.Sqrt(tensors.Sum(tensor => tensor.Remainder * tensor.Remainder));
        return (change == 0 ? 0 : lost / change).ToString("P2", CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
