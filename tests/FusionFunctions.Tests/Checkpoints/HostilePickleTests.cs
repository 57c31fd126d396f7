using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FusionFunctions.Checkpoints;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class HostilePickleTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("os", "system"), InlineData("posix", "system"), InlineData("builtins", "eval"), InlineData("__builtin__", "exec"), InlineData("subprocess", "Popen")]
    [InlineData("torch", "load"), InlineData("torch", "ComplexFloatStorage"), InlineData("collections", "defaultdict"), InlineData("torch._utils", "_rebuild_sparse_tensor")]
    [InlineData("collections\u2028", "OrderedDict"), InlineData("torch._utils ", "_rebuild_tensor_v2"), InlineData("", "")]
    public async Task Any_other_name_is_refused_by_name(string module, string name)
    {
        string message = await RefusedAsync(new PickleBuilder().Global(module, name).Op("(").Text("touch /tmp/owned").Op("tR"));
        Assert.Contains("refused, and nothing of it was run", message, StringComparison.Ordinal);
        Assert.Contains($"'{Encoding.Latin1.GetString(Encoding.Latin1.GetBytes($"{module}.{name}"))}'", message, StringComparison.Ordinal);
        Assert.Contains("safetensors", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classic_os_system_pickle_is_refused_deep_inside_a_state_dict() =>
        Assert.Contains("'posix.system'", await RefusedAsync(Good().Text("w2").Op("cposix\nsystem\nq\u0001X\u0004\0\0\0trueq\u0002\u0085q\u0003Rq\u0004s")), StringComparison.Ordinal);

    [Theory]
    [InlineData("ios\nsystem\n", "0x69"), InlineData("(o", "0x6f"), InlineData(")\u0081", "0x81"), InlineData("\u0082\u0001", "0x82"), InlineData("\u0093", "0x93")]
    [InlineData("\u0095\0\0\0\0\0\0\0\0", "0x95"), InlineData("\u008cA", "0x8c"), InlineData("P1\n", "0x50"), InlineData("I1\n", "0x49"), InlineData("0", "0x30"), InlineData("\u00ff", "0xff")]
    public async Task Any_other_opcode_is_refused(string opcodes, string named) =>
        Assert.Contains($"opcode {named}", await RefusedAsync(new PickleBuilder().Op("}").Op(opcodes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "more values than it has")]
    [InlineData("t", "more values than it has")]
    [InlineData("}(s", "more values than it has")]
    [InlineData("\u0085", "more values than it has")]
    [InlineData("h\u0007", "never had")]
    [InlineData("j\u00ff\u00ff\u00ff\u00ff", "never had")]
    [InlineData("q\u0001", "more values than it has")]
    [InlineData("}(K\u0001K\u0002u", "not text")]
    [InlineData("}(NNu", "not text")]
    [InlineData("}(Nu", "key without a value")]
    [InlineData("NNNs", "no dictionary")]
    [InlineData("NNa", "no list")]
    [InlineData("]N.b", "state dict")]
    [InlineData("]Nb", "no dictionary")]
    [InlineData("NNR", "not a function")]
    [InlineData("}}R", "not a function")]
    [InlineData("ctorch\nFloatStorage\n)R", "not described")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R", "not described")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n)R", "not described")]
    [InlineData("ccollections\nOrderedDict\n]R", "not described")]
    [InlineData("NQ", "storage is not described")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f", "text of")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "ends at byte")]
    [InlineData("X\u0001\0\0\0\u00ff", "not UTF-8")]
    [InlineData("\u008a\u0009123456789", "number of 9 bytes")]
    [InlineData("ctorch", "no name")]
    [InlineData("N", "not a state dict")]
    [InlineData("}X\u0001\0\0\0aK\u0001s", "'a' is not a tensor")]
    [InlineData("\u0080\u0004", "opcode 0x80")]
    public async Task Damaged_pickle_is_refused_with_the_reason(string opcodes, string why) =>
        Assert.Contains(why, await RefusedAsync(new PickleBuilder().Op(opcodes)), StringComparison.Ordinal);

    [Theory]
    [InlineData(4, 0, new long[] { 5 }, new long[] { 1 })]
    [InlineData(4, 1, new long[] { 4 }, new long[] { 1 })]
    [InlineData(4, -1, new long[] { 2 }, new long[] { 1 })]
    [InlineData(4, 0, new long[] { -1 }, new long[] { 1 })]
    [InlineData(4, 0, new long[] { 2 }, new long[] { -1 })]
    [InlineData(4, 0, new long[] { 2, 2 }, new long[] { 1 })]
    [InlineData(4, 0, new long[] { 2, 2 }, new long[] { 3, 1 })]
    [InlineData(4, 0, new long[] { 1L << 40 }, new long[] { 0 })]
    [InlineData(4, 0, new long[] { 1L << 62, 1L << 62, 1L << 62 }, new long[] { 0, 0, 0 })]
    [InlineData(4, 0, new long[] { 2 }, new long[] { long.MaxValue })]
    [InlineData(4, long.MaxValue, new long[] { 1 }, new long[] { 1 })]
    public async Task View_outside_its_storage_is_refused(long elements, long offset, long[] shape, long[] strides) => Assert.Contains(
        "does not fit its storage of 4 elements",
        await RefusedAsync(new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", elements, offset, shape, strides).Entry("m/data/0", new byte[16])),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(5, "instead of 20")]
    [InlineData(3, "instead of 12")]
    [InlineData(1L << 40, "more bytes than")]
    [InlineData(long.MaxValue, "more bytes than")]
    [InlineData(-1, "not described")]
    public async Task Storage_of_another_size_than_its_file_is_refused(long elements, string why) => Assert.Contains(
        why, await RefusedAsync(new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", elements, 0, [1], [1]).Entry("m/data/0", new byte[16])), StringComparison.Ordinal);

    [Fact]
    public async Task Missing_storage_is_named() =>
        Assert.Contains("'data/7' is missing", await RefusedAsync(new PickleBuilder().Op("}").Item("w", "7", "ByteStorage", 1, 0, [1], [1])), StringComparison.Ordinal);

    [Fact]
    public async Task Storage_key_does_not_reach_beyond_the_archive() =>
        Assert.Contains("is missing", await RefusedAsync(new PickleBuilder().Op("}").Item("w", "../../etc/passwd", "ByteStorage", 1, 0, [1], [1])), StringComparison.Ordinal);

    [Fact]
    public async Task Compressed_storage_is_refused() => Assert.Contains(
        "compressed",
        await RefusedAsync(new PickleBuilder().Op("}").Item("w", "0", "ByteStorage", 1 << 10, 0, [1], [1]).Entry("m/data/0", new byte[1 << 10], CompressionLevel.Optimal).Entry("m/x", new byte[1 << 12])),
        StringComparison.Ordinal);

    [Fact]
    public async Task Storage_with_two_types_is_refused() => Assert.Contains(
        "do not fit each other",
        await RefusedAsync(Good().Item("v", "0", "IntStorage", 4, 0, [4], [1])),
        StringComparison.Ordinal);

    [Fact]
    public async Task Many_views_of_one_storage_are_refused()
    {
        var builder = Good(256);
        for (int i = 1; i < 20; i++)
            builder.Item($"v{i}", "0", "FloatStorage", 256, i, [256 - i], [1]);
        Assert.Contains("do not fit each other", await RefusedAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_byte_order_is_refused() =>
        Assert.Contains("byte order 'big'", await RefusedAsync(Good().Entry("m/byteorder", "big"u8.ToArray())), StringComparison.Ordinal);

    [Fact]
    public async Task Nested_bomb_is_refused_in_bounded_memory()
    {
        var builder = new PickleBuilder();
        for (int i = 0; i < 300_000; i++)
            builder.Op("](((((");
        builder.Op("}");
        Assert.Contains("not a state dict", await RefusedAsync(builder.Op("t")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_pickle_is_refused() =>
        Assert.Contains("more than 2000000 opcodes", await RefusedAsync(new PickleBuilder().Raw([.. Enumerable.Repeat((byte)'N', 2_100_000)])), StringComparison.Ordinal);

    [Fact]
    public async Task Zip_bomb_for_a_pickle_is_refused_unread()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("m/data.pkl", CompressionLevel.Fastest).Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
                entry.Write(zeros);
        }
        Assert.InRange(stream.Length, 1, 1 << 20);
        Assert.Contains("at most", await RefusedAsync(stream.ToArray()), StringComparison.Ordinal);
    }

    [Theory, InlineData("archive/data.pkl"), InlineData("m/data.pkl")]
    public async Task Two_pickles_in_one_archive_are_refused(string name) => await RefusedAsync(Good().Entry(name, Good().Pickle));

    [Fact]
    public async Task Bare_pickle_of_old_versions_is_refused_with_the_remedy() =>
        Assert.Contains("before version 1.6", await RefusedAsync([0x80, 2, 0x8a, 10, .. new byte[64]]), StringComparison.Ordinal);

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        byte[] file = Good().File();
        for (int length = 0; length < file.Length; length++)
            await RefusedAsync(file[..length]);
    }

    [Fact]
    public async Task Mutated_files_either_read_or_are_refused()
    {
        byte[] good = Good().File();
        int refused = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] mutant = [.. good];
            for (int i = random.Next(1, 5); i > 0; i--)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            _folder.With("pytorch_model.bin", mutant);
            try
            {
                await using var folder = await _folder.OpenAsync();
                await folder.ReadAllAsync();
            }
            catch (CheckpointException e)
            {
                Assert.Contains("pytorch_model.bin", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 200, 499);
    }

    [Fact]
    public async Task Directory_of_countless_entries_is_refused_in_bounded_time()
    {
        // An end record that points at the beginning of a file of nothing but directory.
        byte[] file = new byte[40 << 20];
        byte[] record = [0x50, 0x4b, 1, 2, .. new byte[42]];
        for (int at = 0; at + record.Length < file.Length - 22; at += record.Length)
            record.CopyTo(file, at);
        int entries = (file.Length - 22) / record.Length;
        byte[] end = [0x50, 0x4b, 5, 6, .. new byte[18]];
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), 0xfffe);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), 0xfffe);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), entries * record.Length);
        end.CopyTo(file, file.Length - 22);
        await RefusedAsync(file);
    }

    private static PickleBuilder Good(int elements = 4) =>
        new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", elements, 0, [elements], [1]).Entry("m/data/0", new byte[elements * 4]);

    private Task<string> RefusedAsync(PickleBuilder builder) => RefusedAsync(builder.File());

    private async Task<string> RefusedAsync(byte[] file)
    {
        _folder.With("pytorch_model.bin", file);
        var e = await Assert.ThrowsAsync<CheckpointException>(_folder.OpenAsync);
        Assert.Contains("pytorch_model.bin: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("safetensors", e.Message, StringComparison.Ordinal);
        return e.Message;
    }
}
