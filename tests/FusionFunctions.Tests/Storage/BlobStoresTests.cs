using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Tests.Storage;

public sealed class BlobStoresTests
{
    private const string Key = "c2VjcmV0LWtleQ==";
    private const string Account = $"DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={Key};EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1/fusion")]
    [InlineData(" UseDevelopmentStorage=true; Container=pool-1; ", "http://127.0.0.1:10000/devstoreaccount1/pool-1")]
    [InlineData(Account, "https://acct.blob.core.windows.net/fusion")]
    [InlineData(Account + ";container=pool", "https://acct.blob.core.windows.net/pool")]
    [InlineData("Container=pool;BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=sv=1&sig=c2VjcmV0", "https://acct.blob.core.windows.net/pool")]
    [InlineData("https://acct.blob.core.windows.net/pool", "https://acct.blob.core.windows.net/pool")]
    [InlineData("https://acct.blob.core.windows.net/pool/", "https://acct.blob.core.windows.net/pool")]
    [InlineData("https://acct.blob.core.windows.net", "https://acct.blob.core.windows.net/fusion")]
    [InlineData("https://acct.blob.core.usgovcloudapi.net/pool", "https://acct.blob.core.usgovcloudapi.net/pool")]
    [InlineData("https://acct.blob.core.windows.net/pool?sv=2025-01-05&sr=c&sp=rwl&sig=c2VjcmV0", "https://acct.blob.core.windows.net/pool")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/pool?sv=2025-01-05&sr=c&sp=rwl&sig=c2VjcmV0", "http://127.0.0.1:10000/devstoreaccount1/pool")]
    public void Open_account_gives_its_container(string text, string container)
    {
        var store = Assert.IsType<AzureBlobStore>(BlobStores.Open(text));

        Assert.Equal($"container '{container}'", store.Name);
    }

    [Fact]
    public void Credential_of_all_clients_is_one() => Assert.Same(AzureIdentity.Credential, AzureIdentity.Credential);

    [Theory, InlineData("out"), InlineData("./a b/=x"), InlineData("/tmp/store"), InlineData("..")]
    public void Open_directory_gives_the_directory(string text)
    {
        var store = Assert.IsType<DirectoryBlobStore>(BlobStores.Open(text));

        Assert.Equal(Path.GetFullPath(text), store.Root);
        Assert.Equal($"directory '{store.Root}'", store.Name);
    }

    [Fact]
    public void Open_env_reads_the_environment()
    {
        const string Variable = "FUSION_TEST_STORE_OF_OPEN";
        Environment.SetEnvironmentVariable(Variable, Account + ";Container=pool");

        Assert.Equal("container 'https://acct.blob.core.windows.net/pool'", BlobStores.Open($"env:{Variable}").Name);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\0b", "control characters")]
    [InlineData("env:FUSION_TEST_NO_SUCH_VARIABLE", "'FUSION_TEST_NO_SUCH_VARIABLE'")]
    [InlineData("env:" + Account, "the name of an environment variable is expected")]
    [InlineData("s3://bucket/pool", "'s3://' is no kind of store")]
    [InlineData("http://acct.blob.core.windows.net/pool", "'http://' is no kind of store")]
    [InlineData("https://user:c2VjcmV0@acct.blob.core.windows.net/pool", "address is not valid")]
    [InlineData("https://", "address is not valid")]
    [InlineData("https://acct.blob.core.windows.net/pool/folder", "leads below a container")]
    [InlineData("https://acct.blob.core.windows.net/pool/folder?sv=1&sig=c2VjcmV0", "leads below a container")]
    [InlineData("https://blobs.example.org/pool", "no identity is shown to it")]
    [InlineData("https://acct.blob.core.windows.net.example.org/pool", "no identity is shown to it")]
    [InlineData("https://acct.queue.core.windows.net/pool", "'acct.queue.core.windows.net' is no host of Azure Blob Storage")]
    [InlineData("https://huggingface.co/org/model", "leads below a container")]
    [InlineData("https://acct.blob.core.windows.net/Pool", "lower-case")]
    [InlineData("https://acct.blob.core.windows.net/pool?token=c2VjcmV0", "no signature")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/pool", "no signature")]
    [InlineData("AccountName=acct;AccountKey=c2VjcmV0%%", "not valid")]
    [InlineData("AccountKey=c2VjcmV0", "not valid")]
    [InlineData("SharedAccessSignature=sig=c2VjcmV0", "not valid")]
    [InlineData("UseDevelopmentStorage=false", "not valid")]
    [InlineData(Account + ";Container=../x", "lower-case")]
    [InlineData(Account + ";Container=", "lower-case")]
    [InlineData(Account + ";Container=ab", "lower-case")]
    public void Open_text_that_names_no_store_is_refused_without_its_secret(string text, string message)
    {
        var error = Assert.Throws<StorageException>(() => BlobStores.Open(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }
}
