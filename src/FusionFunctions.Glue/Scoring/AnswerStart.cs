using System.Globalization;
using System.Text;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Glue.Scoring;

/// <summary>Tells early that an answer cannot count any more, whatever it goes on with: the score is the same as for its end.</summary>
public static class AnswerStart
{
    // What Python's float() reads besides digits and blanks: signs, point, underscore, exponent, nan, inf, infinity.
    private const string NumberCharacters = "+-._eEaAfFiInNtTyY";

    /// <summary>
    /// Whether an answer that starts so is neither a label, nor a target, nor a number for a task that reads numbers. It may say false
    /// where nothing can come of the answer, never true where something can.
    /// </summary>
    /// <param name="task">The task that is answered.</param>
    /// <param name="text">
    /// The start of an answer as a tokenizer decodes it: stripped of blanks at both ends, and of blanks before punctuation.
    /// Decoding more tokens adds to it at the end, and may take out blanks; nothing else ever goes.
    /// </param>
    public static bool IsHopeless(GlueTask task, string text) => text.Length > 0
        && (task.IsRegression
            ? text.EnumerateRunes().Any(rune => !MayStandInNumber(rune))
            : task.Labels.All(IsWord) && !task.Labels.Any(label => label.StartsWith(text, StringComparison.Ordinal)));

    // Blanks can only be taken out before punctuation, which stays: within a word they mean that it is another text.
    private static bool IsWord(string label) => label.All(char.IsAsciiLetter);

    private static bool MayStandInNumber(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        || Rune.IsWhiteSpace(rune)
        || rune.Value is >= 0x1C and <= 0x1F
        || (rune.IsAscii && NumberCharacters.Contains((char)rune.Value, StringComparison.Ordinal));
}
