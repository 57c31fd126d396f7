using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.Samples;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Configuration;
using FusionFunctions.Torch.Tests.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.FlanT5;

public sealed class LaidOutModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // oneDNN takes float32 alone; the other type stands for devices and systems on which libtorch multiplies.
    [Theory]
    [InlineData(1, 9, ScalarType.Float32)]
    [InlineData(7, 9, ScalarType.Float32)]
    [InlineData(64, 9, ScalarType.Float32)]
    [InlineData(203, 9, ScalarType.Float32)]
    [InlineData(1, 40, ScalarType.Float32)]
    [InlineData(7, 40, ScalarType.Float32)]
    [InlineData(203, 40, ScalarType.Float32)]
    [InlineData(203, 9, ScalarType.Float64)]
    public void Multiply_in_any_layout_is_the_product_and_its_activation(int count, int outputs, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var workspace = new Workspace(CPU, type);
        using var generator = new Generator(1);
        using T5Linear first = new(40, 24), second = new(40, outputs);
        foreach (var part in (T5Linear[])[first, second])
            part.to(type).parameters().Single().copy_(rand(part.weight.shape, generator: generator) - 0.5);
        var input = workspace.Take(WorkspacePart.Normed, count, 40).copy_(rand([count, 40], generator: generator) - 0.5);
        var product = matmul(input, cat([first.weight, second.weight]).t());
        using var weight = new FusedWeight(first, second);
        weight.Join(isFinal: false);

        foreach (T5Activation? activation in (T5Activation?[])[null, T5Activation.Relu, T5Activation.GeluNew, T5Activation.Silu])
        {
            var expected = activation switch
            {
                null => product,
                T5Activation.Relu => nn.functional.relu(product),
                T5Activation.GeluNew => nn.functional.gelu(product, TorchSharp.Modules.GELU.Approximate.tanh, inplace: false),
                _ => nn.functional.silu(product),
            };
            AssertNear(expected, weight.Multiply(input, workspace, WorkspacePart.Inner, activation));
        }
        var sum = ones(count, 24 + outputs, dtype: type);
        weight.AddProduct(input, sum);
        AssertNear(product + 1, sum);
        weight.MultiplyInto(input, sum);
        AssertNear(product, sum);
    }

    [Fact]
    public async Task Model_that_only_answers_gives_the_same_answers()
    {
        var store = new DirectoryBlobStore(SampleFamily.Root);
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        using var whole = await FlanT5Model.LoadAsync(checkpoint, Token);
        using var laidOut = await FlanT5Model.LoadAsync(checkpoint.Config, checkpoint, "cpu", ScalarType.Float32, Token);
        var random = new Random(3);
        int[][] inputs = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, random.Next(5, 90)).Select(_ => random.Next(3, 400)).Append(1).ToArray())];

        Assert.Equal(whole.Generate(inputs, new(), null, Token), laidOut.Generate(inputs, new() { Lanes = 2 }, null, Token));
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().to(ScalarType.Float32).item<float>(), 0, 2e-6f);
    }
}
