namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>The two ways in which a pickle is refused.</summary>
internal static class PickleProblem
{
    public static CheckpointException Bad(string fileName, string reason, Exception? innerException = null) =>
        new($"{fileName}: not a PyTorch file of tensors: {reason}. Download it again, or save the model as safetensors.", innerException);

    public static CheckpointException Unsafe(string fileName, string what) =>
        new($"{fileName}: refused, and nothing of it was run: it asks for {what}, which a file of tensors does not need and which could "
            + "run any program. Get the model as safetensors, and do not load this file elsewhere.");
}
