using System.Numerics;

namespace FusionFunctions.Samples.Texts;

/// <summary>
/// A small seeded random generator (PCG-XSH-RR 64/32). The runtime's own may change its sequence with a version;
/// this one never does, so that the samples can be made again. Source: O'Neill 2014, https://www.pcg-random.org.
/// </summary>
public sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005;
    private readonly ulong _increment;
    private ulong _state;

    /// <param name="seed">Where the sequence starts.</param>
    /// <param name="stream">Which of the independent sequences.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        _increment = (stream << 1) | 1;
        Next();
        _state += seed;
        Next();
    }

    public uint Next()
    {
        ulong old = _state;
        _state = unchecked(old * Multiplier + _increment);
        return BitOperations.RotateRight((uint)(((old >> 18) ^ old) >> 27), (int)(old >> 59));
    }

    /// <returns>0 to <paramref name="bound"/> - 1.</returns>
    public int Below(int bound) => (int)(((ulong)Next() * (uint)bound) >> 32);

    /// <returns>True in <paramref name="percent"/> of 100 cases.</returns>
    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A choice that is not <paramref name="taken"/>.</summary>
    public T PickOther<T>(IReadOnlyList<T> choices, T taken)
    {
        while (true)
            if (Pick(choices) is { } choice && !EqualityComparer<T>.Default.Equals(choice, taken))
                return choice;
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
