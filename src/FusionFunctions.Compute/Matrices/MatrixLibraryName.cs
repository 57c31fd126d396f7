namespace FusionFunctions.Compute.Matrices;

/// <summary>Libraries of matrices as options and variables name them.</summary>
public static class MatrixLibraryName
{
    private static readonly Dictionary<string, MatrixLibrary> s_byName = Enum.GetValues<MatrixLibrary>().ToDictionary(library => library.ToString().ToLowerInvariant());

    public static IReadOnlyList<string> All { get; } = [.. s_byName.Keys];

    /// <returns>Null where there is no such library.</returns>
    public static MatrixLibrary? Find(string name) => s_byName.TryGetValue(name, out var library) ? library : null;
}
