using System.Buffers.Binary;
using System.Text;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>A message in protocol buffers' wire format, whose fields are asked for by their numbers. Source: protobuf.dev, Encoding.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ulong key = Varint(ref bytes);
            var (field, kind) = ((int)(key >> 3), (int)(key & 7));
            switch (kind)
            {
                case 0:
                    _fields.Add((field, Varint(ref bytes), default));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span), default));
                    break;
                case 2:
                    _fields.Add((field, 0, Take(ref bytes, (int)Varint(ref bytes))));
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span), default));
                    break;
                default:
                    throw new FormatException($"Field {field} has the unknown wire type {kind}.");
            }
        }
    }

    public bool Has(int field) => _fields.Any(value => value.Field == field);

    public IEnumerable<ProtobufMessage> All(int field) => _fields.Where(value => value.Field == field).Select(value => new ProtobufMessage(value.Bytes));

    public ProtobufMessage One(int field) => new(Bytes(field));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public long Number(int field) => (long)_fields.LastOrDefault(value => value.Field == field).Number;

    public double Double(int field) => BitConverter.Int64BitsToDouble(Number(field));

    private ReadOnlyMemory<byte> Bytes(int field) => _fields.LastOrDefault(value => value.Field == field).Bytes;

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
