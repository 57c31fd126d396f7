using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.FlanT5;

[Trait("Device", "Any")]
public sealed class GoldenModelTests
{
    private const int GoldenLength = 21;

    public static TheoryData<string, string> Cases { get; } = TestDevices.With(GoldenModels.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Generate_golden_inputs_in_mixed_batches_gives_the_reference_ids(string name, string device)
    {
        using var model = await GoldenModels.LoadAsync(name, device);
        var cases = GoldenModels.Cases(name).Where(golden => golden.IsDecided).ToList();

        var generated = model.Generate(
            [.. cases.Select(golden => golden.InputIds)], new GenerationOptions(GoldenLength), null, TestContext.Current.CancellationToken);

        Assert.True(cases.Count >= 40);
        Assert.All(cases.Zip(generated), pair => Assert.Equal(pair.First.GreedyIds, pair.Second));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Generate_one_row_at_a_time_equals_batches(string name, string device)
    {
        using var model = await GoldenModels.LoadAsync(name, device);
        // On a GPU a batch's products are rounded otherwise than a row's.
        int[][] inputs = [.. GoldenModels.Cases(name).Where(golden => device == "cpu" || golden.IsDecided).Take(12).Select(golden => golden.InputIds)];
        var options = new GenerationOptions(GoldenLength);

        var batched = model.Generate(inputs, options, null, TestContext.Current.CancellationToken);

        for (int i = 0; i < inputs.Length; i++)
            Assert.Equal(batched[i], model.Generate([inputs[i]], options, null, TestContext.Current.CancellationToken)[0]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Encode_golden_inputs_gives_the_reference_states(string name, string device)
    {
        using var model = await GoldenModels.LoadAsync(name, device);
        using var mode = inference_mode();
        foreach (var golden in GoldenModels.Cases(name))
        {
            using var scope = NewDisposeScope();
            var hidden = Encode(model, golden);
            Assert.Equal(golden.EncoderAbsSum, hidden.abs().sum().item<float>(), golden.EncoderAbsSum * 1e-4);
            float[] actual = hidden[0].slice(1, 0, 8, 1).contiguous().cpu().data<float>().ToArray();
            Assert.All(golden.EncoderLastHiddenFirst8.SelectMany(row => row).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task First_step_logits_are_those_of_the_reference(string name, string device)
    {
        using var model = await GoldenModels.LoadAsync(name, device);
        using var mode = inference_mode();
        foreach (var golden in GoldenModels.Cases(name))
        {
            using var scope = NewDisposeScope();
            float[] logits = FirstLogits(model, golden);
            float scale = golden.FirstStepTop20Logits.Max(Math.Abs);
            Assert.All(
                golden.FirstStepTop20Ids.Zip(golden.FirstStepTop20Logits),
                pair => Assert.Equal(pair.Second, logits[pair.First], Math.Abs(pair.Second) * 1e-4f));
            Assert.Equal(golden.FirstStepTop20Ids[0], Array.IndexOf(logits, logits.Max()));
            Assert.True(scale > 1);
        }
    }

    [Theory]
    [InlineData("tiny_v32128_e2d2_f32")]
    [InlineData("tiny_v1024_e2d3_f32")]
    [InlineData("tiny_v1024_e3d2_sharp_f32")]
    public async Task Generate_padded_batches_gives_the_reference_rows(string name)
    {
        using var model = await GoldenModels.LoadAsync(name);
        foreach (var batch in GoldenModels.Batches(name))
        {
            var generated = model.Generate(batch.InputIds, new GenerationOptions(GoldenLength), null, TestContext.Current.CancellationToken);
            Assert.All(batch.GreedyIdsPadded.Zip(generated), pair => Assert.Equal(pair.First.TakeWhile((id, i) => i == 0 || id != 0), pair.Second));
        }
    }

    [Fact]
    public async Task Generate_sharded_checkpoint_equals_its_single_file_twin()
    {
        using var single = await GoldenModels.LoadAsync("tiny_v1024_e3d2_sharp_f32");
        using var sharded = await GoldenModels.LoadAsync("tiny_v1024_e3d2_sharp_f32_sharded3");
        int[][] inputs = [.. GoldenModels.Cases("tiny_v1024_e3d2_sharp_f32").Select(golden => golden.InputIds)];
        var options = new GenerationOptions(GoldenLength);

        Assert.Equal(
            single.Generate(inputs, options, null, TestContext.Current.CancellationToken),
            sharded.Generate(inputs, options, null, TestContext.Current.CancellationToken));
    }

    private static Tensor Encode(FlanT5Model model, GoldenCase golden)
    {
        var ids = tensor([.. golden.InputIds.Select(id => (long)id)]).unsqueeze(0).to(model.Module.Device);
        return model.Module.Encode(ids, model.Module.PaddingMask(ids));
    }

    private static float[] FirstLogits(FlanT5Model model, GoldenCase golden)
    {
        var ids = tensor([.. golden.InputIds.Select(id => (long)id)]).unsqueeze(0).to(model.Module.Device);
        var start = tensor([(long)model.Config.DecoderStartTokenId]).unsqueeze(0).to(model.Module.Device);
        var cross = model.Module.Decoder.CrossKeysAndValues(Encode(model, golden));
        var decoded = model.Module.Decoder.Forward(
            model.Module.Embed(start), model.Module.Decoder.PositionBias(1), cross, model.Module.PaddingMask(ids));
        return model.Module.Logits(decoded).reshape(-1).cpu().data<float>().ToArray();
    }
}
