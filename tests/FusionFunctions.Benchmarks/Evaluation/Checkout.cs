namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Where this program was built.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Join(folder.FullName, "FusionFunctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No FusionFunctions.sln above {AppContext.BaseDirectory}");
    }
}
