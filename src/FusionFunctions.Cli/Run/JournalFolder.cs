using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Run;

/// <summary>Where a run's journal lies: in the store where that is a directory, else on this machine, apart for every store.</summary>
internal static partial class JournalFolder
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
            ? Directory.EnumerateDirectories(root, $"*{suffix}").Select(folder => Path.GetFileName(folder)[..^suffix.Length]).Where(run => !OfAnotherStore().IsMatch(run))
            : [];
    }

    // A run's name ends with the 12 digits of its experiment; a store's digest behind them makes it the journal of a run in that store.
    [GeneratedRegex(@"-[0-9a-f]{12}-[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfAnotherStore();

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..DigestLength];
}
