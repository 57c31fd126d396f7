using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>The head of a safetensors file: its length, then its JSON, padded so that the data begins at a multiple of 8 bytes.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    public static byte[] Write(IReadOnlyList<TensorInfo> tensors)
    {
        RequireNames(tensors);
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(new byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer))
            WriteJson(json, tensors);
        while (buffer.WrittenCount % Alignment != 0)
            buffer.Write(" "u8);
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(ulong));
        return header;
    }

    private static void RequireNames(IReadOnlyList<TensorInfo> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach (var tensor in tensors)
            if (!names.Add(tensor.Name))
                throw new CheckpointException(
                    $"'{Printable.Text(tensor.Name)}' cannot be the name of this tensor in a safetensors file: it is taken. Rename the tensor.");
    }

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<TensorInfo> tensors)
    {
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        json.WriteString("format", "pt");
        json.WriteEndObject();
        long begin = 0;
        foreach (var tensor in tensors)
        {
            long end = checked(begin + tensor.ElementCount * tensor.DType.Size());
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.DType.ToString());
            json.WriteStartArray("shape");
            foreach (long size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(begin);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            begin = end;
        }
        json.WriteEndObject();
    }
}
