using FusionFunctions.FlanT5.Inference;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.FlanT5;

public sealed class WorkspaceTests
{
    [Fact]
    public void Part_for_which_memory_was_missing_once_can_be_taken_again()
    {
        using var scope = NewDisposeScope();
        using var workspace = new Workspace(CPU, ScalarType.Float32);
        workspace.Take(WorkspacePart.Hidden, 8, 4);

        Assert.ThrowsAny<Exception>(() => workspace.Take(WorkspacePart.Hidden, 1L << 50, 4));

        Assert.Equal([8, 4], workspace.Take(WorkspacePart.Hidden, 8, 4).shape);
    }
}
