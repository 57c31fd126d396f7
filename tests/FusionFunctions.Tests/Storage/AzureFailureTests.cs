using Azure.Storage;
using Azure.Storage.Blobs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;

namespace FusionFunctions.Tests.Storage;

/// <summary>What the service and the identity library answer when they refuse, told in the user's words and without a secret.</summary>
public sealed class AzureFailureTests
{
    private const string Key = "c2VjcmV0LWtleS1zZWNyZXQta2V5LXNlY3JldC1rZXk=";
    private const string Address = "https://account.blob.core.windows.net/pool";
    private static readonly BlobPath s_blob = BlobPath.Parse("merges/with space");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(403, "AuthenticationFailed", "access was denied", "clock")]
    [InlineData(403, "AuthorizationPermissionMismatch", "access was denied", "Storage Blob Data Contributor")]
    [InlineData(403, "AuthorizationFailure", "access was denied", "network rules")]
    [InlineData(403, "SomethingNew", "access was denied", "az login")]
    [InlineData(401, "NoAuthenticationInformation", "asks for a credential", "az login")]
    [InlineData(503, "ServerBusy", "busy", "Wait a while")]
    [InlineData(429, "TooManyRequests", "busy", "Wait a while")]
    [InlineData(500, "InternalError", "failed again and again", "Wait a while")]
    [InlineData(409, "ContainerBeingDeleted", "being deleted", "Wait a while")]
    [InlineData(404, "ContainerNotFound", "container does not exist", "--store")]
    [InlineData(400, "InvalidHeaderValue", "refused the request", "--skipApiVersionCheck")]
    [InlineData(412, "LeaseIdMissing", "holds a lease", "Run again")]
    public async Task Refusal_of_the_service_names_place_reason_and_remedy(int status, string code, string reason, string remedy)
    {
        var store = new AzureBlobStore(new BlobContainerClient(new Uri(Address), new StorageSharedKeyCredential("account", Key), CannedAnswer.Options(status, code)));

        var error = await Assert.ThrowsAnyAsync<StorageException>(() => store.WriteTextAsync(s_blob, "text", BlobWriteMode.Replace, Cancel));

        Assert.StartsWith($"{Address}/merges/with space: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains($"({status} {code}, request 123)", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Equal(remedy == "Wait a while", error is TransientStorageException);
        NoSecretIn(error);
    }

    [Fact]
    public async Task Every_call_of_the_store_explains_a_refusal()
    {
        var store = new AzureBlobStore(new BlobContainerClient(new Uri($"{Address}?sv=1&sig=c2VjcmV0"), CannedAnswer.Options(403, "AuthenticationFailed")));
        Func<Task>[] calls =
        [
            async () => await store.OpenReadAsync(s_blob, Cancel),
            () => store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel),
            async () => await store.FindAsync(s_blob, Cancel),
            async () => await store.ListAsync("", Cancel).ToListAsync(Cancel),
            async () => await store.DeleteAsync(s_blob, Cancel),
            async () => await store.TryLeaseAsync(s_blob, Cancel),
            () => store.EnsureWritableAsync(Cancel),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Contains("access was denied", error.Message, StringComparison.Ordinal);
            NoSecretIn(error);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Missing_identity_says_how_to_sign_in(bool unavailable)
    {
        var store = new AzureBlobStore(new BlobContainerClient(new Uri(Address), new FailingCredential(unavailable), CannedAnswer.Options(200, "")));

        var error = await Assert.ThrowsAsync<StorageException>(async () => await store.FindAsync(s_blob, Cancel));

        Assert.Contains("az login", error.Message, StringComparison.Ordinal);
        NoSecretIn(error);
    }

    [Fact]
    public async Task Service_that_is_not_there_is_named_with_the_remedy()
    {
        var store = BlobStores.Open("DefaultEndpointsProtocol=http;AccountName=account;AccountKey=" + Key + ";BlobEndpoint=http://127.0.0.1:1/account");

        var error = await Assert.ThrowsAnyAsync<StorageException>(() => store.EnsureWritableAsync(Cancel));

        Assert.Contains("http://127.0.0.1:1/account/fusion cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("is Azurite running?", error.Message, StringComparison.Ordinal);
        NoSecretIn(error);
    }

    private static void NoSecretIn(Exception error)
    {
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("body", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }
}
