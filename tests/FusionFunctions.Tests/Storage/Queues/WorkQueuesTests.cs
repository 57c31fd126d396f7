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
    [InlineData("https://acc.queue.core.windows.net", "queue 'https://acc.queue.core.windows.net/fusion-compute'")]
    [InlineData($"https://acc.queue.core.windows.net/mine?sv=2024-01-01&sig={Key}", "queue 'https://acc.queue.core.windows.net/mine'")]
    public void Open_names_the_queue_without_any_secret(string text, string name) => Assert.Equal(name, WorkQueues.Open(text).Name);

    [Theory]
    [InlineData("some-queue")]
    [InlineData("")]
    [InlineData($"http://acc.queue.core.windows.net/mine?sv=1&sig={Key}")]
    [InlineData($"https://user:{Key}@acc.queue.core.windows.net/mine")]
    [InlineData($"https://acc.queue.core.windows.net/mine?code={Key}")]
    [InlineData($"UseDevelopmentStorage=true;AccountKey={Key};Queue=UPPER")]
    [InlineData("UseDevelopmentStorage=true;Queue=this-name-would-leave-no-place-for-the-poison-queue-behind-it")]
    [InlineData("env:FUSION_TEST_NOT_SET")]
    [InlineData("env:no name")]
    public void Open_refuses_what_names_no_queue_and_repeats_no_secret(string text)
    {
        var error = Assert.Throws<StorageException>(() => WorkQueues.Open(text));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }
}
