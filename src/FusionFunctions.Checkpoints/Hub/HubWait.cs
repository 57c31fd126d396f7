namespace FusionFunctions.Checkpoints.Hub;

/// <summary>The hub gave no proper answer, and is asked again after a while.</summary>
/// <param name="Reason">What happened, a sentence.</param>
/// <param name="Delay">Until the next try.</param>
public sealed record HubWait(string Reason, TimeSpan Delay)
{
    public override string ToString() => FormattableString.Invariant($"{Reason} Trying again in {Math.Ceiling(Delay.TotalSeconds):0} s.");
}
