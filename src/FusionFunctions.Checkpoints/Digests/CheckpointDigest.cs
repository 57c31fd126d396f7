using System.Security.Cryptography;
using System.Text;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>
/// Names a checkpoint or an adapter by its content: the sha256 of one line for each of its config, index and weight files,
/// ordinal by name, with the file's own sha256. Where the folder lies and what else lies in it does not matter.
/// </summary>
public static class CheckpointDigest
{
    /// <returns>Lower-case hex.</returns>
    /// <param name="store">A user's folder, or our store.</param>
    /// <param name="folder">The folder in it; empty for the store itself.</param>
    /// <param name="name">For messages.</param>
    /// <param name="fileDigest">The sha256 of a file: <see cref="FileDigest.OfAsync"/>, or <see cref="KeptDigests.OfAsync"/>.</param>
    /// <param name="cancellationToken">Stops between two buffers.</param>
    /// <exception cref="CheckpointException">No checkpoint there, or one that lacks files.</exception>
    public static async Task<string> OfAsync(
        IBlobStore store, string folder, string name, Func<IBlobStore, BlobPath, CancellationToken, Task<string>> fileDigest, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("checkpoint\n");
        foreach (string file in await ContentFiles.FindAsync(store, folder, name, cancellationToken))
            text.Append(file).Append(' ').Append(await OfFileAsync(file)).Append('\n');
        return Sha256(text.ToString());

        async Task<string> OfFileAsync(string file)
        {
            try
            {
                return await fileDigest(store, FolderPath.Join(folder, file), cancellationToken);
            }
            catch (BlobNotFoundException e)
            {
                throw new CheckpointException($"{name}: the file '{file}' is missing. Download it again.", e);
            }
        }
    }

    /// <summary>Names the model that an adapter makes of its base.</summary>
    public static string OfAdapted(string baseDigest, string adapterDigest) => Sha256($"adapted\nbase {baseDigest}\nadapter {adapterDigest}\n");

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
