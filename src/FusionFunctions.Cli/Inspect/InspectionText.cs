using System.Globalization;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Cli.Display;

namespace FusionFunctions.Cli.Inspect;

/// <summary>An inspection as tables.</summary>
internal static class InspectionText
{
    public static void Print(IReadOnlyList<InspectedModel> models, ComparedModels? compared, bool withTensors)
    {
        var full = models.Where(model => model.Summary is not null).Select(model => (model.Name, Summary: model.Summary!)).ToList();
        Table([["model", "architecture", "stored as", "trainable_params", "tensors", "size"], .. full.Select(model => Cells(model.Name, model.Summary))], texts: 3);
        Table([["adapter", "targets", "trained on", "r", "alpha", "scaling", "tensors", "parameters"], .. models.Where(model => model.Adapter is not null).Select(Cells)], texts: 3);
        foreach (var names in full.SelectMany(model => model.Summary.Tied.Select(keys => (Keys: string.Join(" = ", keys), model.Name))).GroupBy(tie => tie.Keys, tie => tie.Name))
            Console.WriteLine(TerminalText.OneLine($"tied in {(names.Count() == full.Count ? "all" : string.Join(", ", names))}: {names.Key}"));
        if (withTensors)
            foreach (var (name, summary) in full)
                Table([[name, "type", "shape", "elements"], .. summary.Tensors.Select(tensor => new[]
                {
                    tensor.Name, tensor.DType.ToString(), ShapeText.Of(tensor.Shape), Text(tensor.ElementCount),
                })], texts: 3);
        if (compared is not null)
            TaskVectorText.Print(compared);
    }

    private static void Table(IReadOnlyList<string[]> lines, int texts)
    {
        if (lines.Count == 1)
            return;
        Columns.Print(lines, texts);
        Console.WriteLine();
    }

    private static string[] Cells(string name, ModelSummary model) =>
    [
        name,
        model.Architecture.Length == 0 ? "unknown" : model.Architecture,
        model.DTypes.Count == 1 ? model.DTypes[0].DType.ToString() : string.Join(", ", model.DTypes.Select(count => $"{count.DType} ({Text(count.Tensors)}: {Text(count.Elements)})")),
        Text(model.Parameters),
        Text(model.Tensors.Count),
        ByteSize.Text(model.Bytes),
    ];

    private static string[] Cells(InspectedModel model)
    {
        var adapter = model.Adapter!;
        return
        [
            model.Name,
            string.Join(", ", adapter.Targets),
            adapter.BaseModel ?? "",
            string.Join(", ", adapter.Ranks.Select(rank => Text(rank))),
            adapter.Alpha.ToString(CultureInfo.InvariantCulture),
            string.Join(", ", adapter.Scalings.Select(scaling => scaling.ToString("0.####", CultureInfo.InvariantCulture))),
            Text(adapter.Tensors),
            Text(adapter.Parameters),
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
