using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Experiments;

/// <summary>Commented experiment files for the tables of FusionBench's page, the same as in samples/page.</summary>
internal static class PageExperiments
{
    private const string Prefix = "page/";

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(PageExperiments).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Writes all of them; those that are there already stay.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="PipelineException">A file of the same name has another content; nothing is written then. Or the folder cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        (string Path, byte[] Content)[] files = [.. Names.Select(name => (Path.Join(folder, name), Content(name)))];
        try
        {
            (string Path, byte[] Content)[] missing = [.. files.Where(file => !File.Exists(file.Path))];
            foreach (var (path, content) in files.Except(missing))
                if (!(await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(content))
                    throw new PipelineException($"{path}: another file of this name is there already. Give another folder.");
            Directory.CreateDirectory(folder);
            foreach (var (path, content) in missing)
            {
                await using var file = new FileStream(path, FileMode.CreateNew);
                await file.WriteAsync(content, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{folder}: the experiment files cannot be written: {e.Message} Give another folder.", e);
        }
        return [.. files.Select(file => file.Path)];
    }

    private static byte[] Content(string name)
    {
        using var resource = typeof(PageExperiments).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
