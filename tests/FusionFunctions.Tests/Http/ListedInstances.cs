using System.Runtime.CompilerServices;
using FusionFunctions.Http.Runs;

namespace FusionFunctions.Tests.Http;

/// <summary>A task hub as a list: instances end one look after they were told to.</summary>
internal sealed class ListedInstances(params string[] unfinished) : IRunInstances
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _unfinished = [.. unfinished];
    private readonly HashSet<string> _ending = [];

    /// <summary>Every call of <see cref="TerminateAsync"/>, in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Runs before each look for unfinished instances.</summary>
    public Action<ListedInstances> Looking { get; set; } = _ => { };

    public string[] Unfinished => [.. _unfinished.Order(StringComparer.Ordinal)];

    public void Begin(string id) => _unfinished.Add(id);

    public Task TerminateAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Told.Add(id);
            _ending.Add(id);
        }
        return Task.CompletedTask;
    }

    public Task WaitForEndAsync(string id, CancellationToken cancellationToken)
    {
        Assert.Contains(id, Told);
        _unfinished.Remove(id);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListUnfinishedAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Looking(this);
        string[] seen = [.. _unfinished.Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];
        _unfinished.ExceptWith(_ending);
        foreach (string id in seen)
            yield return id;
    }
}
