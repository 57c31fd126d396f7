using System.Buffers.Binary;
using System.Text;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Safetensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class HostileSafetensorsTests
{
    private const string Good =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"I16","shape":[2,2],"data_offsets":[8,16]}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_file_opens() => Assert.Equal(2, await ReadAllAsync(File(Good, 16)));

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        byte[] file = File(Good, 16);
        for (int length = 0; length < file.Length; length++)
            await RefusedAsync(file[..length]);
    }

    [Fact]
    public async Task Bytes_behind_the_last_tensor_are_refused() => Assert.Contains("follow", await RefusedAsync(File(Good, 17)), StringComparison.Ordinal);

    [Theory]
    [InlineData(ulong.MaxValue, "at most")]
    [InlineData(1UL << 63, "at most")]
    [InlineData(100_000_001UL, "at most")]
    [InlineData(100_000_000UL, "the file has only")]
    [InlineData(200UL, "the file has only")]
    public async Task Header_longer_than_allowed_or_than_the_file_is_refused_before_anything_is_allocated(ulong claim, string why)
    {
        byte[] file = File(Good, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(file, claim);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(why, await RefusedAsync(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public async Task Pointer_of_git_lfs_is_told_as_one() =>
        Assert.Contains("git lfs pull", await RefusedAsync("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"u8.ToArray()), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{} {}", "JSON")]
    [InlineData("{\"a\":1}", "object")]
    [InlineData("{\"a\":{}}", "lacks")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "lacks")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", "lacks")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}}", "data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}", "list")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}", "sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}}", "sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}}", "sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", "too large")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483648,2147483648,4],\"data_offsets\":[0,0]}}", "too large")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "needs 12 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "needs 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", "hole")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "cut off")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", "sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}", "needs 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "overlap")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "overlap")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]}}", "hole")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "twice")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "twice")]
    [InlineData("{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}", "JSON")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "JSON")]
    public async Task Bad_header_is_refused_with_the_reason(string header, string why) =>
        Assert.Contains(why, await RefusedAsync(File(header, 8)), StringComparison.Ordinal);

    [Theory, InlineData("F8_E4M3"), InlineData("F4"), InlineData("U64"), InlineData("f32"), InlineData("1"), InlineData("F32, F16"), InlineData(" F32"), InlineData("")]
    public async Task Unknown_element_type_is_named_with_the_remedy(string dtype)
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(() => ReadAllAsync(File($$$"""{"w":{"dtype":"{{{dtype}}}","shape":[8],"data_offsets":[0,8]}}""", 8)));
        Assert.Contains($"a.safetensors: tensor 'w' has the element type '{dtype}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("convert it to one of F64, F32", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misordered_entries_are_fine_where_their_bytes_are_in_order()
    {
        const string header = """{"a":{"dtype":"U8","shape":[6],"data_offsets":[2,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"c":{"dtype":"U8","shape":[0,9],"data_offsets":[2,2]}}""";
        Assert.Equal(3, await ReadAllAsync(File(header, 8)));
    }

    [Fact]
    public async Task Deep_JSON_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 1_000_000));
        await RefusedAsync(File($$"""{"__metadata__":{{deep}}""", 8));
        await RefusedAsync(File($$$"""{"a":{"dtype":"F32","shape":{{{deep}}}""", 8));
    }

    [Fact]
    public async Task Endless_rank_and_endless_names_are_refused_in_a_short_message()
    {
        await RefusedAsync(File($$$"""{"a":{"dtype":"F32","shape":[{{{string.Join(',', Enumerable.Repeat(1, 100_000))}}}],"data_offsets":[0,4]}}""", 4));
        string message = await RefusedAsync(File($$$"""{"{{{new string('\u001b', 1).Replace("\u001b", "\\u001b", StringComparison.Ordinal)}}}{{{new string('n', 1_000_000)}}}":{}}""", 4));
        Assert.InRange(message.Length, 1, 1000);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public async Task Mutated_bytes_either_read_or_are_refused()
    {
        byte[] good = File(Good, 16);
        int refused = 0;
        for (int seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] mutant = [.. good];
            for (int i = random.Next(1, 5); i > 0; i--)
                mutant[random.Next(mutant.Length - 16)] = (byte)random.Next(256);
            try
            {
                await ReadAllAsync(mutant);
            }
            catch (CheckpointException e)
            {
                Assert.StartsWith("a.safetensors: ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 2500, 4999);
    }

    private static byte[] File(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    private static async Task<int> ReadAllAsync(byte[] bytes)
    {
        await using var file = await SafetensorsFile.OpenAsync(new MemoryBlob(bytes), Token);
        int tensors = 0;
        foreach (var tensor in file.Tensors)
        {
            await file.ReadAsync(tensor.Name, 0, new float[tensor.ElementCount], Token);
            tensors++;
        }
        return tensors;
    }

    private static async Task<string> RefusedAsync(byte[] bytes)
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(() => ReadAllAsync(bytes));
        Assert.StartsWith("a.safetensors: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("again", e.Message, StringComparison.Ordinal);
        return e.Message;
    }
}
