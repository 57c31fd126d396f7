using System.Globalization;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Glue.Datasets;

/// <summary>A stored label as the text that a model should answer.</summary>
internal static class LabelText
{
    // The hub's mark for a label that is kept secret, as those of GLUE's test splits are.
    private const double Hidden = -1;

    /// <returns>Empty where the row has no label, or hides it.</returns>
    /// <exception cref="GlueException">A label that the task does not have.</exception>
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
        if (number == Hidden)
            return "";
        if (task.IsRegression)
            return float.IsFinite((float)number) ? SimilarityLabel.Format((float)number) : throw Bad(task, raw);
        return double.IsInteger(number) && number >= 0 && number < task.Labels.Count ? task.Labels[(int)number] : throw Bad(task, raw);
    }

    private static GlueException Bad(GlueTask task, RawRow raw) =>
        new($"{raw.Place}: the label '{raw.Label}' does not fit {task.Name}; expected is {Expected(task)}.");

    private static string Expected(GlueTask task) =>
        task.IsRegression ? "a number" : string.Join(", ", task.Labels.Select((text, number) => $"{number} ('{text}')"));
}
