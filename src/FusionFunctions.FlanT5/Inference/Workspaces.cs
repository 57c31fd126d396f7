using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>Workspaces that are free, kept for whoever computes next. Threads may share it.</summary>
internal sealed class Workspaces(Device device, ScalarType type) : IDisposable
{
    private readonly ConcurrentBag<Workspace> _free = [];

    public Workspace Take() => _free.TryTake(out var workspace) ? workspace : new(device, type);

    public void GiveBack(Workspace workspace) => _free.Add(workspace);

    public void Dispose()
    {
        while (_free.TryTake(out var workspace))
            workspace.Dispose();
    }
}
