using System.Text;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Damages a file: bytes changed, cut, doubled or inserted, or words put in that readers trip over.</summary>
internal static class Mutant
{
    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "-1", "0", "1e999", "9223372036854775807", "9223372036854775808", "4611686018427387904", "65537", "NaN", "null", "true", "\"\"", "{}", "[]", "[[[[[[",
            "{\"a\":", "../", "/etc/passwd", "\\u0000", "\0", "\\", "\"", "model.safetensors", ".*", "(", "(a+)+$", "ccollections\nOrderedDict\n", "cos\nsystem\n",
            "BOOL", "F64", "I64", "tR", "u", "s", "}", "(", "\u00ff\u00ff\u00ff\u00ff", "\u00ff\u00ff\u00ff\u007f",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    /// <summary>The same for the same seed.</summary>
    public static byte[] Of(byte[] good, int seed)
    {
        var random = new Random(seed);
        List<byte> bytes = [.. good];
        for (int i = random.Next(1, 5); i > 0 && bytes.Count > 0; i--)
            Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 17), bytes.Count - at);
        byte[] word = s_words[random.Next(s_words.Length)];
        switch (random.Next(7))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, word);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, word);
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }
}
