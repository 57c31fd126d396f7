using System.Buffers.Binary;
using System.Text;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>Takes opcodes and their arguments from the bytes of a pickle.</summary>
internal sealed class PickleReader(byte[] pickle, string fileName)
{
    private const int MaxLineLength = 256;
    private const int MaxTextLength = 4096;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A number of 0 to 8 bytes, which a byte tells, in two's complement.</summary>
    public long Long1()
    {
        int length = Byte();
        if (length > sizeof(long))
            throw PickleProblem.Bad(fileName, $"its pickle has a number of {length} bytes at byte {Position}");
        var bytes = Take(length);
        long value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    public string Text()
    {
        int length = Int32();
        // Nothing but names is text; longer ones could be hashed over and over.
        if (length > MaxTextLength)
            throw PickleProblem.Bad(fileName, $"its pickle has a text of {length} bytes at byte {Position}");
        try
        {
            return s_utf8.GetString(Take(length));
        }
        catch (ArgumentException e)
        {
            throw PickleProblem.Bad(fileName, $"its pickle has text that is not UTF-8 before byte {Position}", e);
        }
    }

    public string Line()
    {
        int length = pickle.AsSpan(Position, Math.Min(MaxLineLength, pickle.Length - Position)).IndexOf((byte)'\n');
        if (length < 0)
            throw PickleProblem.Bad(fileName, $"its pickle has no name at byte {Position}");
        string line = Encoding.Latin1.GetString(Take(length));
        Position++;
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > pickle.Length - Position)
            throw PickleProblem.Bad(fileName, $"its pickle ends at byte {pickle.Length} in the middle of a value");
        var bytes = pickle.AsSpan(Position, count);
        Position += count;
        return bytes;
    }
}
