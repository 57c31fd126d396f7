using CsCheck;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Inference;

namespace FusionFunctions.Torch.Tests.FlanT5;

public sealed class LengthBatchesTests
{
    private static readonly Gen<int[]> s_lengths = Gen.Int[1, 600].Array[0, 200];

    [Fact]
    public void Padded_batches_hold_every_row_once_shortest_first() => Gen.Select(s_lengths, Gen.Int[1, 5000]).Sample((lengths, tokens) =>
    {
        int[][] batches = [.. LengthBatches.Padded(lengths, tokens)];

        Assert.Equal(Enumerable.Range(0, lengths.Length).OrderBy(row => lengths[row]), batches.SelectMany(batch => batch));
    });

    [Fact]
    public void Padded_batch_of_several_rows_stays_within_its_tokens_padding_counted() => Gen.Select(s_lengths, Gen.Int[1, 5000]).Sample((lengths, tokens) =>
        Assert.All(
            LengthBatches.Padded(lengths, tokens).Where(batch => batch.Length > 1),
            batch => Assert.InRange(batch.Length * PaddedAttention.LengthFor(batch.Max(row => lengths[row])), 1, tokens)));

    [Fact]
    public void Padded_batch_ends_only_where_the_next_row_has_no_room() => Gen.Select(s_lengths, Gen.Int[1, 5000]).Sample((lengths, tokens) =>
    {
        int[][] batches = [.. LengthBatches.Padded(lengths, tokens)];

        foreach (var (batch, next) in batches.Zip(batches.Skip(1)))
            Assert.True((batch.Length + 1L) * PaddedAttention.LengthFor(lengths[next[0]]) > tokens);
    });
}
