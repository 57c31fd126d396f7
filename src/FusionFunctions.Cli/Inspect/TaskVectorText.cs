using System.Globalization;
using FusionFunctions.Cli.Display;

namespace FusionFunctions.Cli.Inspect;

/// <summary>Norms of the task vectors and, beside them, the cosine similarity of each with each.</summary>
internal static class TaskVectorText
{
    public static void Print(ComparedModels compared)
    {
        var geometry = compared.Geometry;
        Console.WriteLine(TerminalText.OneLine($"Task vectors: differences from {compared.Base}, whose norm is {Norm(geometry.BaseNorm)}"));
        string[] numbers = [.. compared.Models.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))];
        Columns.Print(
            [
                ["", "task vector", "norm", .. numbers],
                .. compared.Models.Select((name, i) => (string[])[numbers[i], name, Norm(geometry.Norms[i]), .. geometry.Cosines[i].Select(Cosine)]),
            ],
            texts: 2);
        if (compared.Models.Count > 1)
            Console.WriteLine("Columns 1, 2, …: cosine similarity with the task vector of that number.");
    }

    private static string Norm(double norm) => norm.ToString("G6", CultureInfo.InvariantCulture);

    private static string Cosine(double cosine) => double.IsNaN(cosine) ? "-" : cosine.ToString("0.0000", CultureInfo.InvariantCulture);
}
