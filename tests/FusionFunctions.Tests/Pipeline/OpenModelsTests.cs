using FusionFunctions.Checkpoints;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

public sealed class OpenModelsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("base", "model.safetensors"), InlineData("base", "config.json"), InlineData("adapter", "adapter_model.safetensors"), InlineData("adapter", "adapter_config.json")]
    public async Task RequireUnchangedAsync_names_the_base_or_the_adapter_that_changed_since_they_were_opened(string changed, string file)
    {
        using var folder = new TemporaryFolder();
        Copy(ReferenceData.Require("golden", "lora", "base"), folder["base"]);
        Copy(ReferenceData.Require("golden", "lora", "cola_lora16"), folder["adapter"]);
        var store = new DirectoryBlobStore(folder["store"]);
        var model = new PoolModel("m", new(CheckpointKind.Folder, folder["base"])) { Adapter = new(CheckpointKind.Folder, folder["adapter"]) };
        var reference = await new FetchCheckpoint(new CheckpointSources([new LocalFolders()]), new(store), new(store)).RunAsync(new(model, NeedsTokenizer: false), Token);
        await using var open = await OpenModels.OpenAsync([reference], new BlobLocations(store), Token);

        await open.RequireUnchangedAsync(Token);
        File.SetLastWriteTimeUtc(folder[changed, file], DateTime.UnixEpoch);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => open.RequireUnchangedAsync(Token));
        Assert.Equal($"The checkpoint at {folder[changed]} changed while the run was going on; run again.", error.Message);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
    }
}
