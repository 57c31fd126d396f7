using System.Runtime.CompilerServices;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Glue;
using FusionFunctions.Glue.Datasets;

namespace FusionFunctions.Torch.Tests.Evaluations;

/// <summary>Rows are there for a shard before the data set is read to its end.</summary>
public sealed class TokenizedDatasetTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RowsAsync_of_the_first_shard_come_while_later_rows_are_not_read_yet()
    {
        using var dataset = new TokenizedDataset(stop => Rows(1000, 200, stop), Encode);

        var first = await dataset.RowsAsync(50, 100, Token).WaitAsync(s_patience, Token);
        var last = dataset.RowsAsync(900, 100, Token);
        Assert.False(last.IsCompleted);
        _rest.SetResult();

        Assert.Equal(Enumerable.Range(50, 100), first.Select(example => example.InputIds[0]));
        Assert.Equal(Enumerable.Range(900, 100).Select(row => $"target {row}"), (await last.WaitAsync(s_patience, Token)).Select(example => example.Target));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(60, 70)]
    [InlineData(127, 3)]
    [InlineData(0, 130)]
    [InlineData(130, 0)]
    public async Task RowsAsync_gives_every_part_in_file_order(int first, int count)
    {
        _rest.SetResult();
        using var dataset = new TokenizedDataset(stop => Rows(130, 130, stop), Encode);

        Assert.Equal(Enumerable.Range(first, count), (await dataset.RowsAsync(first, count, Token)).Select(example => example.InputIds[0]));
    }

    [Fact]
    public async Task RowsAsync_of_a_data_set_that_breaks_off_fails_for_the_rows_behind_alone()
    {
        _rest.SetException(new GlueException("The file is damaged."));
        using var dataset = new TokenizedDataset(stop => Rows(1000, 200, stop), Encode);

        Assert.Equal(128, (await dataset.RowsAsync(0, 128, Token)).Length);
        await Assert.ThrowsAsync<GlueException>(() => dataset.RowsAsync(128, 200, Token));
        Assert.True(dataset.HasFailed);
    }

    [Fact]
    public async Task RowsAsync_cancelled_stops_the_waiting_and_not_the_reading()
    {
        using var dataset = new TokenizedDataset(stop => Rows(300, 100, stop), Encode);
        using var impatient = new CancellationTokenSource();
        var cancelled = dataset.RowsAsync(200, 100, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        _rest.SetResult();

        Assert.Equal(100, (await dataset.RowsAsync(200, 100, Token)).Length);
    }

    private async IAsyncEnumerable<GlueRow> Rows(int count, int atOnce, [EnumeratorCancellation] CancellationToken stop)
    {
        for (int row = 0; row < count; row++)
        {
            if (row == atOnce)
                await _rest.Task.WaitAsync(stop);
            yield return new($"{row}", $"target {row}");
        }
    }

    private static int[] Encode(string prompt) => [int.Parse(prompt)];
}
