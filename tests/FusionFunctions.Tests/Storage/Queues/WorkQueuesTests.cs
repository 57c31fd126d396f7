using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Tests.Storage.Queues;

public sealed class WorkQueuesTests
{
    private const string Key = "c2VjcmV0LWtleQ==";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "queue 'http://127.0.0.1:10001/devstoreaccount1/fusion-compute'")]
    [InlineData("UseDevelopmentStorage=true;Container=blobs;Queue=mine", "queue 'http://127.0.0.1:10001/devstoreaccount1/mine'")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey={Key};EndpointSuffix=core.windows.net;queue=mine", "queue 'https://acc.queue.core.windows.net/mine'")]
    [InlineData("https://acc.queue.core.windows.net/mine", "queue 'https://acc.queue.core.windows.net/mine'")]
    [InlineData("https://acc.queue.core.usgovcloudapi.net/mine", "queue 'https://acc.queue.core.usgovcloudapi.net/mine'")]
    [InlineData("https://acc.z01.queue.storage.azure.net/mine", "queue 'https://acc.z01.queue.storage.azure.net/mine'")]
    [InlineData($"https://queues.example.org/mine?sv=2024-01-01&sig={Key}", "queue 'https://queues.example.org/mine'")]
    [InlineData("https://acc.queue.core.windows.net", "queue 'https://acc.queue.core.windows.net/fusion-compute'")]
    [InlineData($"https://acc.queue.core.windows.net/mine?sv=2024-01-01&sig={Key}", "queue 'https://acc.queue.core.windows.net/mine'")]
    public void Open_names_the_queue_without_any_secret(string text, string name) => Assert.Equal(name, WorkQueues.Open(text).Name);

    [Theory]
    [InlineData("some-queue", "address is not valid")]
    [InlineData("", "address is not valid")]
    [InlineData("https://", "address is not valid")]
    [InlineData("ftp://acc.queue.core.windows.net/mine", "'ftp://' is no kind of queue")]
    [InlineData($"http://acc.queue.core.windows.net/mine?sv=1&sig={Key}", "'http://' is no kind of queue")]
    [InlineData($"https://user:{Key}@acc.queue.core.windows.net/mine", "address is not valid")]
    [InlineData($"https://acc.queue.core.windows.net/mine?code={Key}", "no signature")]
    [InlineData("http://127.0.0.1:10001/devstoreaccount1/mine", "no signature")]
    [InlineData("https://queues.example.org/mine", "no identity is shown to it")]
    [InlineData("https://acc.queue.core.windows.net.example.org/mine", "no identity is shown to it")]
    [InlineData("https://acc.blob.core.windows.net/mine", "'acc.blob.core.windows.net' is no host of Azure Queue Storage")]
    [InlineData("https://127.0.0.1/mine", "no identity is shown to it")]
    [InlineData("https://acc.queue.core.windows.net/Mine", "lower-case")]
    [InlineData($"AccountName=acc;AccountKey={Key}%%", "not valid")]
    [InlineData($"UseDevelopmentStorage=true;AccountKey={Key};Queue=UPPER", "lower-case")]
    [InlineData("UseDevelopmentStorage=true;Queue=ab", "lower-case")]
    [InlineData("UseDevelopmentStorage=true;Queue=this-name-would-leave-no-place-for-the-poison-queue-behind-it", "3 to 56")]
    [InlineData("env:FUSION_TEST_NOT_SET", "'FUSION_TEST_NOT_SET'")]
    [InlineData("env:no name", "the name of an environment variable is expected")]
    public void Open_refuses_what_names_no_queue_and_repeats_no_secret(string text, string message)
    {
        var error = Assert.Throws<StorageException>(() => WorkQueues.Open(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }
}
