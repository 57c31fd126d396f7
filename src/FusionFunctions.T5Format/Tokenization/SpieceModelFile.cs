using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.T5Format.Tokenization;

/// <summary>The file that every T5 checkpoint has its vocabulary in.</summary>
public static class SpieceModelFile
{
    // T5's has 0.8 MB.
    private const int MaxBytes = 16 << 20;

    /// <param name="store">Holds the folder.</param>
    /// <param name="folder">The empty folder is the store itself.</param>
    /// <param name="name">What the folder is, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="T5FormatException">The folder has no such file, or it is too large to be one, or stands for one that Git LFS has not fetched.</exception>
    public static async Task<byte[]> ReadAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        try
        {
            var path = BlobPath.Parse(folder.Length == 0 ? ModelFiles.Vocabulary : $"{folder}/{ModelFiles.Vocabulary}");
            await using var reader = await store.OpenReadAsync(path, cancellationToken);
            if (reader.Length > MaxBytes)
                throw Unusable(name, $"has {reader.Length} bytes, and {MaxBytes} is the most for a vocabulary");
            byte[] bytes = new byte[reader.Length];
            await reader.ReadAsync(0, bytes, cancellationToken);
            return LfsPointer.Is(bytes)
                ? throw new T5FormatException(
                    $"{name}: {ModelFiles.Vocabulary} is a pointer of Git LFS, not the vocabulary. Run 'git lfs pull' in its repository, or download the file again.")
                : bytes;
        }
        catch (BlobNotFoundException e)
        {
            throw new T5FormatException(
                $"{name}: has no {ModelFiles.Vocabulary}, T5's vocabulary. Copy it from the original model, or name a folder that has it as 'tokenizer:' of the model pool.", e);
        }
    }

    internal static T5FormatException Unusable(string folder, string what, Exception? cause = null) =>
        new($"{folder}: {ModelFiles.Vocabulary} {what}. Copy it from the original model (google/flan-t5-base has T5's).", cause);
}
