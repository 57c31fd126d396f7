namespace FusionFunctions.Tests.Reference;

/// <summary>The folder <c>shared</c> beside the checkout: golden results and real data that are not part of the repository.</summary>
internal static class ReferenceData
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The full path of a file or folder below <c>shared</c>; skips the test, saying so, where it is missing.</summary>
    public static string Require(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine([RepositoryRoot, "..", "shared", .. parts]));
        Assert.SkipUnless(Path.Exists(path), $"Needs reference data that is not beside this checkout: shared/{string.Join('/', parts)}");
        return path;
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FusionFunctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No FusionFunctions.sln above {AppContext.BaseDirectory}");
    }
}
