using System.Globalization;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Glue.Datasets;

/// <summary>A stored label as the text that a model should answer.</summary>
internal static class LabelText
{
    public static string Of(GlueTask task, RawRow raw) => raw.Label switch
    {
        null => "",
        double number => Of(task, raw, number),
        string text when task.Labels.Contains(text) => text,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => Of(task, raw, number),
        _ => throw Bad(task, raw),
    };

    private static string Of(GlueTask task, RawRow raw, double number)
    {
        if (task.IsRegression)
            return float.IsFinite((float)number) ? SimilarityLabel.Format((float)number) : throw Bad(task, raw);
        if (!double.IsInteger(number))
            throw Bad(task, raw);
        // Numbers without a label, such as the -1 of unlabelled test splits, have no right answer.
        return number >= 0 && number < task.Labels.Count ? task.Labels[(int)number] : "";
    }

    private static GlueException Bad(GlueTask task, RawRow raw) =>
        new($"{raw.Place}: the label '{raw.Label}' does not fit {task.Name}; expected is {(task.IsRegression ? "a number" : $"0 to {task.Labels.Count - 1}")}.");
}
