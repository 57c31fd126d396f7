using System.Globalization;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Reading;

/// <summary>
/// <c>{ from: 0.0, to: 1.0, step: 0.1 }</c>: from, from + step, … as long as they do not pass <c>to</c>; in decimals, so that 0.3 is 0.3.
/// </summary>
internal static class SweepRange
{
    private const string Example = "{ from: 0.0, to: 1.0, step: 0.1 }";

    public static IReadOnlyList<decimal> Read(MappingNode map)
    {
        map.AllowKeys("a range", "from", "to", "step");
        decimal from = Number(map, "from"), to = Number(map, "to"), step = Number(map, "step");
        if (step == 0 || (from != to && step > 0 != to > from))
            throw map.Place.Error($"steps of {Text(step)} do not lead from {Text(from)} to {Text(to)}", $"write {Example}");
        // Before any value is made: a range comes from whoever may post an experiment.
        if (Math.Abs(to - from) >= MethodSpec.MaxVariants * Math.Abs(step))
            throw map.Place.Error($"the range has more than {MethodSpec.MaxVariants} values", "take larger steps");
        List<decimal> values = [];
        for (int i = 0; ; i++)
        {
            decimal value = from + (i * step);
            if (step > 0 ? value > to : value < to)
                return values;
            // A step below the precision of what it is added to leads nowhere, however often it is taken.
            if (values is [.., var last] && decimal.ToDouble(last) == decimal.ToDouble(value))
                throw map.Place.Error($"steps of {Text(step)} are too small to lead on from {Text(from)}", "take larger steps");
            values.Add(value);
        }
    }

    private static decimal Number(MappingNode map, string key)
    {
        var node = map.Required(key, "the range", $"{key}: 0.1");
        return node is ScalarNode { Kind: ScalarKind.Number } scalar && Math.Abs(scalar.Number) < 1e12
            && decimal.TryParse(scalar.Content, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw Expect.WrongType(node, $"'{key}'", "a decimal number", $"write {Example}");
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
