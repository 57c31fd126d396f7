using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>What several models have from one base is read once for all of them.</summary>
public sealed class SharedBaseTests
{
    [Theory, InlineData("simple_average"), InlineData("ties_merging"), InlineData("model_stock")]
    public async Task Tensors_that_models_have_from_the_base_are_read_once(string method)
    {
        var models = SmallModels.Create();
        var pool = Merge.Pool(models);
        MergePool Adapted(Func<MemoryModel, ITensorReader> reader) => pool with { Models = [.. models[1..].Select(model => model.Input with { Tensors = reader(model) })] };

        var shared = await Merge.RunAsync(method, Adapted(model => new Adapted(models[0], model, passesOn: true)), Merge.OneThread);
        int[] reads = [.. models.Select(model => model.Reads)];
        var apart = await Merge.RunAsync(method, Adapted(model => new Adapted(models[0], model, passesOn: false)), Merge.OneThread);

        Assert.Equal(apart.Output.Bits, shared.Output.Bits);
        int passes = method == "ties_merging" ? SmallModels.Sample + 2 : 1;
        // Without a base in the merge, the first model reads what both have from it.
        Assert.Equal(method == "simple_average" ? [1, 1, 1] : [2 * passes, passes, passes], reads);
    }

    [Theory, InlineData("simple_average"), InlineData("task_arithmetic"), InlineData("model_stock")]
    public async Task Base_of_models_that_update_it_is_read_once_for_all(string method)
    {
        var models = SmallModels.Create();
        MergePool Pool(Func<ITensorReader, ITensorReader> reader) =>
            Merge.Pool(models) with { Models = [.. models[1..].Select((model, i) => model.Input with { Tensors = reader(new Scaled(models[0], model.Name, i + 2)) })] };

        var shared = await Merge.RunAsync(method, Pool(updated => updated), new() { Threads = 3, MaxSliceElements = 3 });
        int reads = models[0].Reads;
        var apart = await Merge.RunAsync(method, Pool(updated => new Adapted(updated, updated, passesOn: false)), Merge.OneThread);

        Assert.Equal(apart.Output.Bits, shared.Output.Bits);
        // Of the tensor of four elements two slices; where it is studied as a whole, one.
        Assert.Equal(method == "model_stock" ? 2 : 3, reads);
    }

    /// <summary>The base's tensors, but for 'b', which the adapter has changed.</summary>
    private sealed class Adapted(ITensorReader @base, ITensorReader adapter, bool passesOn) : ITensorReader
    {
        public string Name => adapter.Name;

        public IReadOnlyList<TensorInfo> Tensors => @base.Tensors;

        public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
            (tensor.Name == "b" ? adapter : @base).ReadAsync(tensor, firstElement, destination, cancellationToken);

        public ITensorReader SourceOf(TensorInfo tensor) => passesOn && tensor.Name != "b" ? @base : this;

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>Its base, times a factor, plus one.</summary>
    private sealed class Scaled(ITensorReader @base, string name, float factor) : IUpdatedTensors
    {
        public string Name => name;

        public IReadOnlyList<TensorInfo> Tensors => @base.Tensors;

        public ITensorReader BasisOf(TensorInfo tensor) => @base;

        public async ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
        {
            await @base.ReadAsync(tensor, firstElement, destination, cancellationToken);
            await UpdateAsync(tensor, firstElement, destination, destination, cancellationToken);
        }

        public ValueTask UpdateAsync(
            TensorInfo tensor, long firstElement, ReadOnlyMemory<float> basis, Memory<float> destination, CancellationToken cancellationToken)
        {
            for (int i = 0; i < destination.Length; i++)
                destination.Span[i] = (basis.Span[i] * factor) + 1;
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
