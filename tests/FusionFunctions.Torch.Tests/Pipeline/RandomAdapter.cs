using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>A LoRA adapter of rank 16 for the sample family, with small random factors on every q and v.</summary>
internal static class RandomAdapter
{
    private const int Width = 64;
    private const int Rank = 16;

    private static readonly string[] s_attentions =
    [
        .. from block in Enumerable.Range(0, 2) select $"encoder.block.{block}.layer.0.SelfAttention",
        .. from block in Enumerable.Range(0, 2) select $"decoder.block.{block}.layer.0.SelfAttention",
        .. from block in Enumerable.Range(0, 2) select $"decoder.block.{block}.layer.1.EncDecAttention",
    ];

    public static byte[] Safetensors(int seed)
    {
        var random = new Random(seed);
        var header = new JsonObject();
        var data = new List<float>();
        foreach (string module in from attention in s_attentions from name in (string[])["q", "v"] select $"base_model.model.{attention}.{name}")
        {
            Append($"{module}.lora_A.weight", Rank, Width);
            Append($"{module}.lora_B.weight", Width, Rank);
        }
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(data))];

        void Append(string name, int rows, int columns)
        {
            int begin = data.Count * sizeof(float);
            for (int i = 0; i < rows * columns; i++)
                data.Add((float)((random.NextDouble() - 0.5) * 0.02));
            header[name] = new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray(rows, columns), ["data_offsets"] = new JsonArray(begin, data.Count * sizeof(float)) };
        }
    }
}
