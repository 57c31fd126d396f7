using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Writes what <c>torch.save</c> writes, and what it never would.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _pickle = [0x80, 2];
    private readonly List<(string Name, byte[] Bytes, CompressionLevel Level)> _entries = [];

    public PickleBuilder Raw(params byte[] bytes)
    {
        _pickle.AddRange(bytes);
        return this;
    }

    public PickleBuilder Op(string opcodes) => Raw(Encoding.Latin1.GetBytes(opcodes));

    public PickleBuilder Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleBuilder Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op("X").Raw(length).Raw(utf8);
    }

    /// <summary>LONG1 with eight bytes, which holds every number.</summary>
    public PickleBuilder Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleBuilder Numbers(params long[] values)
    {
        Op("(");
        foreach (long value in values)
            Number(value);
        return Op("t");
    }

    public PickleBuilder Storage(string key, string type, long elements) =>
        Op("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Number(elements).Op("tQ");

    public PickleBuilder Tensor(string key, string type, long elements, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op("(").Storage(key, type, elements).Number(offset).Numbers(shape).Numbers(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Op(")RtR");

    /// <summary>One item of the dictionary that the pickle begins with.</summary>
    public PickleBuilder Item(string name, string key, string type, long elements, long offset, long[] shape, long[] strides) =>
        Text(name).Tensor(key, type, elements, offset, shape, strides).Op("s");

    public PickleBuilder Entry(string name, byte[] bytes, CompressionLevel level = CompressionLevel.NoCompression)
    {
        _entries.Add((name, bytes, level));
        return this;
    }

    public byte[] Pickle => [.. _pickle, (byte)'.'];

    public byte[] File()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes, level) in new[] { ("m/data.pkl", Pickle, CompressionLevel.NoCompression) }.Concat(_entries))
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }
}
