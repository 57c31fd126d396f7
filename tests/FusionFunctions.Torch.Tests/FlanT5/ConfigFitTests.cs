using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.FlanT5;

/// <summary>A config.json may claim any size; nothing of it is allocated before the weights have shown that size.</summary>
public sealed class ConfigFitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("num_layers", 1 << 20, "calls for 1048576 and 3 layers, but it has ")]
    [InlineData("vocab_size", 1 << 20, "'shared.weight' has shape [1024, ")]
    [InlineData("d_model", 1 << 20, "'shared.weight' has shape [1024, ")]
    [InlineData("d_ff", 1 << 20, "wi_0.weight' has shape [")]
    [InlineData("num_heads", 1 << 12, "q.weight' has shape [")]
    [InlineData("num_heads", 1 << 20, "'num_heads' must be at most ")]
    [InlineData("relative_attention_num_buckets", 1 << 20, "relative_attention_bias.weight' has shape [32, ")]
    [InlineData("feed_forward_proj", "relu", "tensor 'encoder.block.0.layer.1.DenseReluDense.wi.weight', which its config.json calls for, is missing.")]
    public async Task Size_that_the_weights_do_not_have_is_refused(string key, object size, string why)
    {
        string golden = ReferenceData.Require("golden", "models", "tiny_v1024_e2d3_f32");
        File.Copy(Path.Join(golden, ModelFiles.Weights), _folder[ModelFiles.Weights]);
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(golden, ModelFiles.Config), TestContext.Current.CancellationToken))!.AsObject();
        config[key] = JsonValue.Create(size);
        await File.WriteAllTextAsync(_folder[ModelFiles.Config], config.ToJsonString(), TestContext.Current.CancellationToken);

        var store = new DirectoryBlobStore(_folder.Path);
        await using var folder = await CheckpointFolder.OpenAsync(store, "", "mine", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<T5FormatException>(() => FlanT5Model.LoadAsync(folder, TestContext.Current.CancellationToken));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
