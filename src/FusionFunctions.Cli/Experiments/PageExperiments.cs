using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Experiments;

/// <summary>Commented experiment files for the tables of FusionBench's page, the same as in samples/page.</summary>
internal static class PageExperiments
{
    private const string Prefix = "page/";

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(PageExperiments).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Writes all of them.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="PipelineException">One of them is there; nothing is written then. Or the folder cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        string[] paths = [.. Names.Select(name => Path.Join(folder, name))];
        if (paths.FirstOrDefault(File.Exists) is { } taken)
            throw new PipelineException($"{taken}: the file is there already. Give another folder.");
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, path) in Names.Zip(paths))
            {
                await using var resource = typeof(PageExperiments).Assembly.GetManifestResourceStream(Prefix + name)!;
                await using var file = new FileStream(path, FileMode.CreateNew);
                await resource.CopyToAsync(file, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{folder}: the experiment files cannot be written: {e.Message} Give another folder.", e);
        }
        return paths;
    }
}
