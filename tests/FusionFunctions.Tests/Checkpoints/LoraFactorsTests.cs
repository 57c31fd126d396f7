using CsCheck;
using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Rows are taken two at a time and elements in blocks; none of it shows in a bit.</summary>
public sealed class LoraFactorsTests
{
    private static readonly Gen<float> s_element = Gen.Float[-2, 2];

    [Fact]
    public void Update_of_any_part_is_a_sum_of_fused_products() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 200], Gen.Int[1, 20], Gen.Double[0, 1], Gen.Double[0, 1])
            .SelectMany((rows, columns, rank, from, part) => Gen.Select(
                s_element.Array[rows * rank], s_element.Array[rank * columns], s_element.Array[rows * columns],
                (left, right, weights) => (left, right, weights, rank, first: (int)(from * weights.Length), part)))
            .Sample(
                it =>
                {
                    const float scaling = 1.7f;
                    int columns = it.right.Length / it.rank, count = (int)Math.Ceiling(it.part * (it.weights.Length - it.first));
                    var update = new ReferenceUpdate(it.right, it.left, it.rank, scaling);
                    float[] expected = [.. Enumerable.Range(it.first, count).Select(element => it.weights[element] + update.OneByOne(element))], updated = new float[count];

                    new LoraFactors(it.left, it.right, it.rank, columns, scaling).Update(it.first, it.weights.AsSpan(it.first, count), updated);

                    Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), updated.Select(BitConverter.SingleToInt32Bits));
                },
                iter: 300);
}
