namespace FusionFunctions.Experiments.Reading;

/// <summary>An address of the hub's pages, which readers copy out of a browser, is no place of files; the repository's name is.</summary>
internal static class HubAddress
{
    private static readonly string[] s_hosts = ["huggingface.co", "www.huggingface.co", "hf.co"];

    // What comes before a revision.
    private static readonly string[] s_views = ["tree", "blob", "resolve", "commit"];

    public static bool Is(Uri address) => s_hosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase);

    /// <returns>As it is written of the model that the page is about, <c>org/name</c> or <c>org/name@revision</c>; a page of something else gives that as an example.</returns>
    public static string Spelling(Uri address)
    {
        const string Example = "org/name, or org/name@revision";
        string[] parts = [.. address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        string? written = parts switch
        {
            ["datasets" or "spaces" or "models", ..] => null,
            [var owner, var name, var view, var revision, ..] when s_views.Contains(view) && revision != "main" => $"{owner}/{name}@{revision}",
            [var owner, var name, ..] => $"{owner}/{name}",
            _ => null,
        };
        return written is not null && CheckpointText.IsRepository(written) ? written : Example;
    }
}
