using System.Runtime.InteropServices;
using CsCheck;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class PickleTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reference_pickle_holds_the_same_model_as_the_safetensors_file()
    {
        await using var safetensors = await TensorReading.OpenReferenceAsync("models", "tiny_v1024_e3d2_sharp_f32");
        await using var pickle = await TensorReading.OpenReferenceAsync("models", "tiny_v1024_e3d2_sharp_f32_bin");

        TensorReading.AssertSameBits(await safetensors.ReadAllAsync(), await pickle.ReadAllAsync());
        Assert.Equal(safetensors.StateDict.Select(entry => entry.Key), pickle.StateDict.Select(entry => entry.Key));
        Assert.Equal(
            safetensors.Tensors.Select(tensor => $"{tensor.Name} {tensor.DType} {string.Join(',', tensor.Shape)}"),
            pickle.Tensors.Select(tensor => $"{tensor.Name} {tensor.DType} {string.Join(',', tensor.Shape)}"));
    }

    [Theory]
    [InlineData("DoubleStorage", TensorDType.F64), InlineData("FloatStorage", TensorDType.F32), InlineData("HalfStorage", TensorDType.F16)]
    [InlineData("BFloat16Storage", TensorDType.BF16), InlineData("LongStorage", TensorDType.I64), InlineData("IntStorage", TensorDType.I32)]
    [InlineData("ShortStorage", TensorDType.I16), InlineData("CharStorage", TensorDType.I8), InlineData("ByteStorage", TensorDType.U8)]
    [InlineData("BoolStorage", TensorDType.BOOL)]
    public async Task Every_storage_type_has_its_element_type(string storage, TensorDType dtype)
    {
        byte[] bytes = new byte[2 * dtype.Size()];
        ElementConversion.FromFloat32(dtype, [0, 1], bytes);
        await using var folder = await OpenAsync(new PickleBuilder().Op("}").Item("w", "0", storage, 2, 0, [2], [1]).Entry("m/data/0", bytes));

        Assert.Equal(dtype, Assert.Single(folder.Tensors).DType);
        var read = await folder.ReadAllAsync();
        Assert.Equal([0, 1], read["w"]);
    }

    [Fact]
    public async Task State_dict_with_parameters_memo_metadata_and_scalars_reads()
    {
        var builder = new PickleBuilder().Global("collections", "OrderedDict").Op(")Rq\0(").Text("w").Raw((byte)'q', 1)
            .Global("torch._utils", "_rebuild_parameter").Op("(").Tensor("0", "FloatStorage", 4, 1, [], []).Raw(0x88)
            .Global("collections", "OrderedDict").Op(")RtRr\u0005\0\0\0").Text("v").Op("j\u0005\0\0\0u")
            .Op("}(").Text("_metadata").Op("}").Text("").Op("}").Text("version").Op("K\u0001ssub");
        await using var folder = await OpenAsync(builder.Entry("m/data/0", Floats(4)));

        var read = await folder.ReadAllAsync();
        Assert.Equal([1], read["v"]);
        Assert.Equal([], folder.Tensors[0].Shape);
        Assert.Equal(["v", "w"], folder.StateDict.Select(entry => entry.Key));
    }

    [Fact]
    public Task Views_of_any_strides_read_in_row_major_order_in_any_slices()
    {
        var view =
            from sizes in Gen.Int[1, 5].Array[1, 4]
            from steps in Gen.Int[1, 3].Array[4]
            from order in Gen.Shuffle(Enumerable.Range(0, sizes.Length).ToArray())
            from offset in Gen.Int[0, 3]
            from first in Gen.Double[0, 1]
            from count in Gen.Double[0, 1]
            select (sizes, steps, order, offset, first, count);
        return view.SampleAsync(async sample =>
        {
            var (sizes, steps, order, offset, first, count) = sample;
            long[] strides = new long[sizes.Length];
            long stride = 1;
            foreach (int dimension in order)
            {
                strides[dimension] = stride * steps[dimension];
                stride = strides[dimension] * sizes[dimension];
            }
            int elements = (int)(offset + stride);
            long[] shape = [.. sizes.Select(size => (long)size)];
            using var model = new ModelFolder();
            model.With("pytorch_model.bin", new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", elements, offset, shape, strides).Entry("m/data/0", Floats(elements)).File());
            await using var folder = await model.OpenAsync();
            float[] expected = [.. Indices(sizes).Select(index => (float)(offset + index.Zip(strides, (i, step) => i * step).Sum()))];

            int from = (int)(first * expected.Length), length = (int)(count * (expected.Length - from));
            float[] read = new float[length];
            await folder.ReadAsync(folder.Tensors[0], from, read, TestContext.Current.CancellationToken);

            Assert.Equal(expected[from..(from + length)], read);
            Assert.Equal(expected, (await folder.ReadAllAsync())["w"]);
        }, iter: 200);
    }

    [Fact]
    public async Task Large_transposed_view_reads_across_windows()
    {
        const int rows = 300, columns = 500;
        await using var folder = await OpenAsync(
            new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", rows * columns, 0, [columns, rows], [1, columns]).Entry("m/data/0", Floats(rows * columns)));

        float[] read = (await folder.ReadAllAsync())["w"];

        for (int column = 0; column < columns; column++)
            for (int row = 0; row < rows; row++)
                Assert.Equal((row * columns) + column, read[(column * rows) + row]);
    }

    [Fact]
    public async Task Tensors_that_share_a_storage_are_tied()
    {
        await using var folder = await OpenAsync(new PickleBuilder().Op("}")
            .Item("head", "0", "FloatStorage", 4, 0, [2, 2], [2, 1]).Item("embedding", "0", "FloatStorage", 4, 0, [2, 2], [2, 1])
            .Item("part", "0", "FloatStorage", 4, 2, [2], [1]).Entry("m/data/0", Floats(4)));

        Assert.Equal(["embedding", "part"], folder.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["embedding embedding", "head embedding", "part part"], folder.StateDict.Select(entry => $"{entry.Key} {entry.Tensor.Name}"));
        var read = await folder.ReadAllAsync();
        Assert.Equal([2, 3], read["part"]);
    }

    [Theory]
    [InlineData("transformer.wte.weight", "lm_head.weight", "transformer.wte.weight")]
    [InlineData("model.embed_tokens.weight", "lm_head.weight", "model.embed_tokens.weight")]
    [InlineData("gpt_neox.embed_in.weight", "embed_out.weight", "gpt_neox.embed_in.weight")]
    [InlineData("ernie.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "ernie.embeddings.word_embeddings.weight")]
    [InlineData("roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight", "roberta.embeddings.word_embeddings.weight")]
    [InlineData("model.shared.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")]
    [InlineData("shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight")]
    public async Task Tied_tensor_is_called_by_its_input_embedding(params string[] names)
    {
        var pickle = new PickleBuilder().Op("}");
        foreach (string name in names.Distinct().Order(StringComparer.Ordinal))
            pickle.Item(name, "0", "FloatStorage", 4, 0, [2, 2], [2, 1]);
        _folder.With("config.json", "{}");
        await using var folder = await OpenAsync(pickle.Entry("m/data/0", Floats(4)));

        Assert.Equal(names[0], Assert.Single(folder.Tensors).Name);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), folder.StateDict.Select(entry => entry.Key));
    }

    [Fact]
    public async Task Known_architecture_decides_what_is_tied()
    {
        _folder.With("config.json", """{"model_type":"t5","tie_word_embeddings":false}""");
        await using var folder = await OpenAsync(new PickleBuilder().Op("}")
            .Item("shared.weight", "0", "FloatStorage", 4, 0, [4], [1]).Item("encoder.embed_tokens.weight", "0", "FloatStorage", 4, 0, [4], [1])
            .Item("lm_head.weight", "0", "FloatStorage", 4, 0, [4], [1]).Entry("m/data/0", Floats(4)));

        Assert.Equal(["lm_head.weight", "shared.weight"], folder.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(4, folder.StateDict.Count);
    }

    [Fact]
    public async Task Sharded_pickles_read_as_one_model()
    {
        _folder.With("pytorch_model.bin.index.json", """{"metadata":{},"weight_map":{"a":"pytorch_model-00001-of-00002.bin","b":"pytorch_model-00002-of-00002.bin"}}""")
            .With("pytorch_model-00001-of-00002.bin", new PickleBuilder().Op("}").Item("a", "0", "FloatStorage", 2, 0, [2], [1]).Entry("m/data/0", Floats(2)).File())
            .With("pytorch_model-00002-of-00002.bin", new PickleBuilder().Op("}").Item("b", "0", "FloatStorage", 3, 0, [3], [1]).Entry("m/data/0", Floats(3)).File());
        await using var folder = await _folder.OpenAsync();

        var read = await folder.ReadAllAsync();
        Assert.Equal([0, 1], read["a"]);
        Assert.Equal([0, 1, 2], read["b"]);
    }

    [Fact]
    public async Task Safetensors_are_preferred_where_both_are_there()
    {
        _folder.With("model.safetensors", ("safe", [1]));
        await using var folder = await OpenAsync(new PickleBuilder().Op("}"));
        Assert.Equal("safe", Assert.Single(folder.Tensors).Name);
    }

    [Fact]
    public async Task Empty_tensors_have_no_elements()
    {
        await using var folder = await OpenAsync(new PickleBuilder().Op("}").Item("w", "0", "FloatStorage", 0, 0, [0, 3], [3, 1]).Entry("m/data/0", []));
        Assert.Empty((await folder.ReadAllAsync())["w"]);
    }

    private Task<CheckpointFolder> OpenAsync(PickleBuilder builder)
    {
        _folder.With("pytorch_model.bin", builder.File());
        return _folder.OpenAsync();
    }

    private static byte[] Floats(int count) => MemoryMarshal.AsBytes<float>(Enumerable.Range(0, count).Select(i => (float)i).ToArray()).ToArray();

    private static IEnumerable<int[]> Indices(int[] sizes) => sizes.Length == 0
        ? [[]]
        : Enumerable.Range(0, sizes[0]).SelectMany(first => Indices(sizes[1..]).Select(rest => (int[])[first, .. rest]));
}
