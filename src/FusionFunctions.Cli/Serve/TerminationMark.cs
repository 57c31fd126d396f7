namespace FusionFunctions.Cli.Serve;

/// <summary>A file beside a journal that says: stopped on purpose, not to be taken up.</summary>
internal static class TerminationMark
{
    private const string FileName = "terminated";

    public static bool IsSet(string folder) => File.Exists(Path.Join(folder, FileName));

    public static void Set(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Join(folder, FileName), []);
    }

    public static void Remove(string folder)
    {
        if (IsSet(folder))
            File.Delete(Path.Join(folder, FileName));
    }
}
