using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Tests.Pipeline;

public sealed class BlobFoldersTests
{
    private const string Secret = "c2VjcmV0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folder_of_a_container_is_found_below_it() => Assert.Equal(
        new BlobLocation("https://acct.blob.core.windows.net/pool", "models/my base"),
        (await FetchAsync("https://acct.blob.core.windows.net/pool/models/my%20base")).Folder);

    [Theory]
    [InlineData($"https://acct.blob.core.windows.net/pool/m?sig={Secret}", "https://acct.blob.core.windows.net/pool/m: write a blob address without a signature")]
    [InlineData($"https://user:{Secret}@acct.blob.core.windows.net/pool/m", "…@acct.blob.core.windows.net/pool/m: write a blob address without a signature")]
    [InlineData($"https://acct.blob core/pool/m?sig={Secret}", "https://acct.blob core/pool/m: write a blob address")]
    [InlineData($"https://user:{Secret}@acct:no-port/pool", "…@acct:no-port/pool: write a blob address")]
    [InlineData("https://acct.blob.core.windows.net/pool", "https://acct.blob.core.windows.net/pool: write the address of a folder")]
    public async Task Address_of_no_folder_is_named_without_its_secret(string address, string message)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => FetchAsync(address));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    private static Task<SourcedFolder> FetchAsync(string address) =>
        new BlobFolders().FetchAsync(new(CheckpointKind.Blob, address), CheckpointContent.Model, Cancel);
}
