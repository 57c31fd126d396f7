namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>A test that waits for what never comes fails instead of hanging; no outcome depends on how long.</summary>
internal static class Patience
{
    public static Task SoonAsync(this Task task) => task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
}
