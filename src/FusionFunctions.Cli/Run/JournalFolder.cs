using System.Security.Cryptography;
using System.Text;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Run;

/// <summary>Where a run's journal lies: in the store where that is a directory, else on this machine, apart for every store.</summary>
internal static class JournalFolder
{
    private const int DigestLength = 8;

    public static string Of(string run, IBlobStore store) => store is DirectoryBlobStore directory
        ? Path.Join(directory.Root, BlobLayout.Run(run))
        : Path.Join(Path.GetFullPath(StoreOption.DefaultFolder), $"{BlobLayout.Run(run)}-{Digest(store.Name)}");

    /// <summary>The names of runs that have a journal, or had one.</summary>
    public static IEnumerable<string> Runs(IBlobStore store)
    {
        string any = Of("any", store);
        string root = Path.GetDirectoryName(any)!;
        string suffix = Path.GetFileName(any)["any".Length..];
        return Directory.Exists(root)
            ? Directory.EnumerateDirectories(root, $"*{suffix}").Select(folder => Path.GetFileName(folder)[..^suffix.Length])
            : [];
    }

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..DigestLength];
}
