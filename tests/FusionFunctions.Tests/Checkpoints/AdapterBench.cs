using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A base of ones and an adapter for it, merged or refused.</summary>
internal sealed class AdapterBench : IDisposable
{
    public const string Prefix = "base_model.model.";

    public ModelFolder Base { get; } = new();

    public ModelFolder Adapter { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Base.Dispose();
        Adapter.Dispose();
    }

    /// <summary>A base and an adapter that fit each other, but for what the config says.</summary>
    public void WriteGood(string config)
    {
        WriteBase([1, 2]);
        WriteAdapter(config, ("a.q.lora_A.weight", [1, 2], [1, 1]), ("a.q.lora_B.weight", [1, 1], [1]));
    }

    public void WriteBase(long[] shape, string module = "a.q") =>
        Base.With("model.safetensors", ModelFolder.Safetensors(($"{module}.weight", shape, [.. Enumerable.Repeat(1f, (int)(shape[0] * shape[1]))])));

    public void WriteAdapter(string config, params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        WriteConfig(config, tensors.Length > 0 && tensors[0].Shape.Length > 0 ? (int)tensors[0].Shape[0] : 1);
        Adapter.With("adapter_model.safetensors", ModelFolder.Safetensors([.. tensors.Select(tensor => (Prefix + tensor.Name, tensor.Shape, tensor.Values))]));
    }

    public void WriteConfig(string overrides, int rank = 1)
    {
        var config = new JsonObject { ["peft_type"] = "LORA", ["r"] = rank, ["lora_alpha"] = rank, ["target_modules"] = new JsonArray("q", "classifier"), ["bias"] = "none" };
        string text = overrides.Replace("1e999", "\"1e999\"", StringComparison.Ordinal);
        foreach (var (key, value) in JsonNode.Parse(text)!.AsObject())
            config[key] = value?.DeepClone();
        Adapter.With("adapter_config.json", config.ToJsonString().Replace("\"1e999\"", "1e999", StringComparison.Ordinal));
    }

    public Task<float[]> MergeAsync() => MergeAsync("a.q.weight");

    /// <returns>One tensor of the base with the adapter.</returns>
    public async Task<float[]> MergeAsync(string tensor)
    {
        await using var model = await Base.OpenAsync();
        await using var merged = MergedAdapterReader.Create(model, await AdapterFolder.OpenAsync(Adapter.Store, "", "the-adapter", Token));
        return (await merged.ReadAllAsync())[tensor];
    }

    /// <returns>Why, in words that name the adapter.</returns>
    public async Task<string> RefusedAsync()
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(MergeAsync);
        Assert.Contains("the-adapter", e.Message, StringComparison.Ordinal);
        return e.Message;
    }
}
