using CsCheck;

namespace FusionFunctions;

/// <summary>
/// Property tests over the same samples in every run: in the place of CsCheck's own, which draw others each time. A failure names the
/// sample, which then fails again and again.
/// </summary>
internal static class SeededSampling
{
    private const uint Stream = 1;
    private const ulong Seed = 20260101;
    private const int Iterations = 100;

    public static void Sample<T>(this Gen<T> gen, Action<T> assert, int iter = Iterations)
    {
        foreach (var (index, sample) in Draw(gen, iter))
            try
            {
                assert(sample);
            }
            catch (Exception e)
            {
                throw Failed(index, sample, e);
            }
    }

    public static void Sample<T>(this Gen<T> gen, Func<T, bool> holds, int iter = Iterations) => Sample(gen, sample => Assert.True(holds(sample)), iter);

    public static void Sample<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> assert, int iter = Iterations) =>
        Sample(gen, sample => assert(sample.Item1, sample.Item2), iter);

    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> assert, int iter = Iterations) =>
        Sample(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3), iter);

    public static void Sample<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> gen, Action<T1, T2, T3, T4, T5> assert, int iter = Iterations) =>
        Sample(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3, sample.Item4, sample.Item5), iter);

    public static async Task SampleAsync<T>(this Gen<T> gen, Func<T, Task> assert, int iter = Iterations)
    {
        foreach (var (index, sample) in Draw(gen, iter))
            try
            {
                await assert(sample);
            }
            catch (Exception e)
            {
                throw Failed(index, sample, e);
            }
    }

    public static Task SampleAsync<T1, T2>(this Gen<(T1, T2)> gen, Func<T1, T2, Task> assert, int iter = Iterations) =>
        SampleAsync(gen, sample => assert(sample.Item1, sample.Item2), iter);

    public static Task SampleAsync<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Func<T1, T2, T3, Task> assert, int iter = Iterations) =>
        SampleAsync(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3), iter);

    public static Task SampleAsync<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> gen, Func<T1, T2, T3, T4, Task> assert, int iter = Iterations) =>
        SampleAsync(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3, sample.Item4), iter);

    public static Task SampleAsync<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> gen, Func<T1, T2, T3, T4, T5, Task> assert, int iter = Iterations) =>
        SampleAsync(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3, sample.Item4, sample.Item5), iter);

    public static Task SampleAsync<T1, T2, T3, T4, T5, T6>(
        this Gen<(T1, T2, T3, T4, T5, T6)> gen, Func<T1, T2, T3, T4, T5, T6, Task> assert, int iter = Iterations) =>
        SampleAsync(gen, sample => assert(sample.Item1, sample.Item2, sample.Item3, sample.Item4, sample.Item5, sample.Item6), iter);

    private static IEnumerable<(int Index, T Sample)> Draw<T>(Gen<T> gen, int count)
    {
        var random = new PCG(Stream, Seed);
        for (int i = 0; i < count; i++)
            yield return (i, gen.Generate(random, null, out _));
    }

    private static InvalidOperationException Failed<T>(int index, T sample, Exception cause) => new($"Sample {index} fails, {sample}: {cause.Message}", cause);
}
