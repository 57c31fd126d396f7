using System.Collections.Concurrent;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Engine;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Tests.Merging;

public sealed class OutputLineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_are_written_in_their_order_while_others_are_handed_over()
    {
        var output = new Recording();
        await using var line = new OutputLine();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => line.WriteAsync(output, [new(new[] { 2f * i }), new(new[] { (2f * i) + 1 })], Cancel)));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (float)i), output.Written);
    }

    [Fact]
    public async Task What_cannot_be_written_fails_and_so_does_all_behind_it_unwritten()
    {
        var output = new Recording { Refused = 3 };
        Task[] written;
        await using (var line = new OutputLine())
            written = [.. Enumerable.Range(0, 6).Select(i => line.WriteAsync(output, [new(new[] { (float)i })], Cancel))];

        Assert.All(written[..3], task => Assert.True(task.IsCompletedSuccessfully));
        foreach (var task in written[3..])
            Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => task)).Message);
        Assert.Equal([0f, 1, 2], output.Written);
    }

    private sealed class Recording : IMergeOutput
    {
        public float? Refused { get; init; }

        public ConcurrentQueue<float> Written { get; } = [];

        public Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
        {
            float element = elements.Span[0];
            // Later ones are ready sooner.
            await Task.Delay(element < 2 ? 20 : 0, cancellationToken);
            if (element == Refused)
                throw new IOException("full");
            Written.Enqueue(element);
        }
    }
}
