using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

public sealed class SharedTensorsTests
{
    [Fact]
    public async Task Of_keeps_what_all_models_have_in_one_shape()
    {
        var pretrained = new MemoryModel("base").With("body", [1, 2], aliases: ["tied"]).With("lm_head", [3]);
        var two = new MemoryModel("two").With("body", [4, 5], aliases: ["tied"]).With("classifier", [6, 7]);
        var three = new MemoryModel("three").With("body", [8, 9], aliases: ["tied"]).With("classifier", [1, 2, 3]);

        var inputs = SharedTensors.Of([pretrained.Input, two.Input, three.Input], out var leftOut);

        Assert.Equal(["classifier", "lm_head"], leftOut);
        Assert.Equal(["base", "two", "three"], inputs.Select(input => input.Name));
        Assert.All(inputs, input => Assert.Equal("body", Assert.Single(input.Tensors.Tensors).Name));
        Assert.All(inputs, input => Assert.Equal(["body", "tied"], input.StateDict.Select(entry => entry.Key).Order()));
        float[] read = new float[2];
        await inputs[2].Tensors.ReadAsync(inputs[2].Tensors.Tensors[0], 0, read, TestContext.Current.CancellationToken);
        Assert.Equal([8, 9], read);
        Assert.Same(inputs[1].Tensors.SourceOf(inputs[1].Tensors.Tensors[0]), two);
    }

    [Fact]
    public void Of_models_of_one_architecture_leaves_them_as_they_are()
    {
        MergeInput[] inputs = [new MemoryModel("a").With("w", [1]).Input, new MemoryModel("b").With("w", [2]).Input];

        Assert.Same(inputs, SharedTensors.Of(inputs, out var leftOut));
        Assert.Empty(leftOut);
    }
}
