namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>Waits for what another thread or process does. A test fails that waits in vain, and does not hang.</summary>
internal static class Until
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">For the message.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        long start = Environment.TickCount64;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 - start < s_limit.TotalMilliseconds, $"Waited in vain until {what}.");
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string)"/>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);
}
