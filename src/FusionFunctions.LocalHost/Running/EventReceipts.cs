namespace FusionFunctions.LocalHost.Running;

/// <summary>Tells those who raised events whether the journal has them.</summary>
internal sealed class EventReceipts
{
    private readonly List<EventArrived> _unflushed = [];

    public void Add(EventArrived arrived) => _unflushed.Add(arrived);

    public void Confirm()
    {
        foreach (var arrived in _unflushed)
            arrived.Recorded.TrySetResult();
        _unflushed.Clear();
    }

    public void Refuse() => Refuse(_unflushed);

    public static void Refuse(IEnumerable<RunMessage> messages)
    {
        foreach (var arrived in messages.OfType<EventArrived>())
            arrived.Recorded.TrySetException(new LocalHostException(
                $"Instance '{arrived.Instance}' has ended or stopped without recording event '{arrived.Name}'. Raise it again if the run goes on."));
    }
}
