namespace FusionFunctions.Tests.Checkpoints;

/// <summary>An adapter that does not fit its base is refused.</summary>
public sealed class AdapterBaseTests : IDisposable
{
    private readonly AdapterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Adapter_of_another_base_is_refused_with_the_base_that_it_names()
    {
        _bench.WriteGood("""{"base_model_name_or_path":"google/flan-t5-base"}""");
        _bench.WriteBase([1, 2], "a.k");
        string message = await _bench.RefusedAsync();
        Assert.Contains("'base_model.model.a.q.lora_A.weight' fits no weight of it", message, StringComparison.Ordinal);
        Assert.Contains("the-model", message, StringComparison.Ordinal);
        Assert.Contains("google/flan-t5-base", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_of_another_size_is_refused_with_the_shapes()
    {
        _bench.WriteGood("{}");
        _bench.WriteBase([2, 2]);
        Assert.Contains("'a.q.weight' is F32 [2, 2], but lora_A is F32 [1, 2] and lora_B is F32 [1, 1]", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_that_lacks_one_of_its_modules_is_refused()
    {
        _bench.WriteGood("""{"target_modules":["q","k"]}""");
        _bench.Base.With("model.safetensors", ModelFolder.Safetensors(("a.q.weight", [1, 2], [1, 1]), ("a.k.weight", [1, 2], [1, 1])));
        Assert.Contains("'a.k', but the adapter has no factors for it", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_for_both_names_of_a_tied_tensor_is_refused()
    {
        _bench.Base.With("config.json", """{"model_type":"t5"}""").With("model.safetensors", ModelFolder.Safetensors(("shared.weight", [1, 2], [1, 1])));
        (string, long[], float[])[] tensors = [.. new[] { "shared", "lm_head" }.SelectMany(module => new (string, long[], float[])[]
            { ($"{module}.lora_A.weight", [1, 2], [1, 1]), ($"{module}.lora_B.weight", [1, 1], [1]) })];
        _bench.WriteAdapter("""{"target_modules":null}""", tensors);
        Assert.Contains("which is one tensor there", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }
}
