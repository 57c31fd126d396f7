using System.Text.Json;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>What writers of JSON often do wrong, by its name.</summary>
internal static class JsonFault
{
    private static readonly string[] s_numbers = ["-Infinity", "Infinity", "NaN"];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <returns>What it is and the remedy, or null where it is something else.</returns>
    public static string? Of(ReadOnlySpan<byte> utf8, JsonException error)
    {
        if (utf8.StartsWith(ByteOrderMark))
            return "begins with a byte order mark, which JSON does not have. Save it as UTF-8 without one.";
        int start = 0;
        for (long line = 0; line < error.LineNumber; line++)
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        int place = start + (int)(error.BytePositionInLine ?? 0);
        foreach (string number in s_numbers)
            // The reader may have taken the sign already.
            for (int at = Math.Max(place - 1, 0); at <= Math.Min(place, utf8.Length); at++)
                if (utf8[at..].StartsWith(System.Text.Encoding.ASCII.GetBytes(number)))
                    return $"has {number} in line {error.LineNumber + 1}, which is no number in JSON. Write a number or null there.";
        return null;
    }
}
