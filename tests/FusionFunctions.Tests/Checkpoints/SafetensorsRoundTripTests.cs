using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class SafetensorsRoundTripTests
{
    private static readonly Gen<TensorInfo> s_tensor =
        from name in Gen.Char["azé\"\\/\n\u0001中{}:,._09"].Array[0, 12]
        from dtype in Gen.Enum<TensorDType>()
        from shape in Gen.Long[0, 5].Array[0, 4]
        select new TensorInfo(new string(name), dtype, shape);

    private static readonly Gen<TensorInfo[]> s_tensors = s_tensor.Array[0, 6].Select(tensors => tensors.DistinctBy(tensor => tensor.Name).ToArray());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Written_bytes_of_any_tensors_read_back() => Gen.Select(s_tensors, Gen.Int[1, 16], Gen.Int).SampleAsync(async (tensors, step, seed) =>
    {
        var contents = tensors.ToDictionary(tensor => tensor.Name, tensor => Content(tensor, seed));
        var blob = new MemoryBlob();
        string sha256 = await WriteAsync(blob, tensors, contents, step);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(blob.Bytes)), sha256);
        await using var file = await SafetensorsFile.OpenAsync(new MemoryBlob(blob.Bytes), Token);
        Assert.Equal(tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        foreach (var tensor in tensors)
        {
            var found = file.Tensors.Single(info => info.Name == tensor.Name);
            Assert.Equal((tensor.DType, string.Join(',', tensor.Shape)), (found.DType, string.Join(',', found.Shape)));
            byte[] bytes = new byte[contents[tensor.Name].Length];
            await file.ReadBytesAsync(tensor.Name, 0, bytes, Token);
            Assert.Equal(contents[tensor.Name], bytes);
        }
    }, iter: 300);

    [Fact]
    public async Task Header_is_what_the_format_asks_for()
    {
        var blob = new MemoryBlob();
        await WriteAsync(blob, [new("b", TensorDType.F32, [1]), new("a", TensorDType.BF16, [2, 1])], new() { ["a"] = [1, 2, 3, 4], ["b"] = [5, 6, 7, 8] }, 4);

        long length = BinaryPrimitives.ReadInt64LittleEndian(blob.Bytes);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
            JsonNode.Parse(blob.Bytes.AsSpan(8, (int)length))!.ToJsonString());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], blob.Bytes[^8..]);
    }

    [Fact]
    public async Task Elements_are_read_in_any_slices()
    {
        float[] values = [.. Enumerable.Range(0, 50).Select(i => i - 25f)];
        var blob = new MemoryBlob();
        await using (var writer = await SafetensorsWriter.CreateAsync(blob, [new("w", TensorDType.F16, [5, 10])], Token))
        {
            await writer.WriteAsync(values, Token);
            await writer.CommitAsync(Token);
        }
        await using var file = await SafetensorsFile.OpenAsync(blob, Token);
        for (int first = 0; first <= values.Length; first += 7)
        {
            float[] part = new float[values.Length - first];
            await file.ReadAsync("w", first, part, Token);
            Assert.Equal(values[first..], part);
        }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await file.ReadAsync("w", 1, new float[50], Token));
    }

    [Fact]
    public async Task Writer_demands_every_element_and_no_more()
    {
        await using var writer = await SafetensorsWriter.CreateAsync(new MemoryBlob(), [new("w", TensorDType.F32, [2])], Token);
        await writer.WriteAsync(new float[1], Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CommitAsync(Token));
        await writer.WriteAsync(new float[1], Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(new float[1], Token));
    }

    [Fact]
    public async Task Digest_taken_ahead_of_the_writing_is_that_of_the_file()
    {
        float[] values = [.. Enumerable.Range(0, 50).Select(i => i - 25f)];
        var blob = new MemoryBlob();
        await using var writer = await SafetensorsWriter.CreateAsync(blob, [new("v", TensorDType.BF16, [20]), new("w", TensorDType.F32, [3, 10])], Token);
        writer.Digest(values.AsMemory(0, 33));
        await writer.WriteAsync(values.AsMemory(0, 20), Token);
        writer.Digest(values.AsMemory(33));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CommitAsync(Token));
        await writer.WriteAsync(values.AsMemory(20), Token);

        string sha256 = await writer.CommitAsync(Token);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(blob.Bytes)), sha256);
        Assert.Throws<InvalidOperationException>(() => writer.Digest(new float[1]));
    }

    [Theory, InlineData("__metadata__", "w"), InlineData("w", "w")]
    public async Task Writer_refuses_names_that_are_taken(string first, string second)
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(() =>
            SafetensorsWriter.CreateAsync(new MemoryBlob(), [new(first, TensorDType.F32, [1]), new(second, TensorDType.F32, [1])], Token));
        Assert.Contains($"'{first}'", e.Message, StringComparison.Ordinal);
    }

    // Of types that nothing here writes, too.
    private static async Task<string> WriteAsync(MemoryBlob blob, TensorInfo[] tensors, Dictionary<string, byte[]> contents, int step)
    {
        using var digest = new SafetensorsDigest([.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)]);
        await blob.WriteAsync(digest.Header, Token);
        foreach (var tensor in digest.Tensors)
            foreach (byte[] part in contents[tensor.Name].Chunk(step * tensor.DType.Size()))
            {
                digest.Append(part, part.Length / tensor.DType.Size());
                await blob.WriteAsync(part, Token);
            }
        return digest.Complete();
    }

    private static byte[] Content(TensorInfo tensor, int seed)
    {
        byte[] bytes = new byte[tensor.ElementCount * tensor.DType.Size()];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
