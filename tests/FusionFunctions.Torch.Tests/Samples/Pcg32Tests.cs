using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class Pcg32Tests
{
    [Fact]
    public void Next_of_the_published_seed_gives_the_published_numbers()
    {
        var random = new Pcg32(42, 54);

        Assert.Equal<uint>(
            [0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e], Enumerable.Range(0, 6).Select(_ => random.Next()));
    }

    [Fact]
    public void Below_many_draws_gives_every_number_about_as_often()
    {
        var random = new Pcg32(1, 1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.Below(7)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Shuffle_keeps_the_items()
    {
        int[] items = [.. Enumerable.Range(0, 50)];

        new Pcg32(3, 0).Shuffle(items);

        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
