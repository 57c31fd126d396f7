using System.Text.RegularExpressions;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Reading;

/// <summary>
/// A checkpoint in one text. In this order: an https address is a blob; what is written as a path (<c>./</c>, <c>../</c>, <c>/</c>,
/// <c>~/</c>) is a folder; what exists as a folder beside the experiment is that folder; <c>org/name</c>, with <c>@revision</c> or
/// without, is a hub repository.
/// </summary>
internal static partial class CheckpointText
{
    /// <param name="text">As it is written.</param>
    /// <param name="folder">Where relative paths start; null refuses local paths.</param>
    /// <param name="place">Of the text.</param>
    /// <param name="start">What a reader should know of a path that leads nowhere.</param>
    public static CheckpointReference Read(string text, string? folder, Place place, string start = "paths are relative to the experiment file's folder")
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return ReadAddress(text, place);
        if (LocalPath.IsWritten(text))
            return new(CheckpointKind.Folder, ExistingFolder(LocalPath.Resolve(text, folder, place), text, place, start));
        if (folder is not null && text.Length > 0 && LocalPath.Resolve(text, folder, place) is var path && Directory.Exists(path))
            return new(CheckpointKind.Folder, path);
        var hub = HubPattern().Match(text);
        string revision = hub.Groups["revision"].Value;
        return hub.Success && !text.Contains("..", StringComparison.Ordinal)
            ? new(CheckpointKind.Hub, hub.Groups["repository"].Value, revision.Length > 0 ? revision : null)
            : throw place.Error(
                $"'{Shown.Short(text)}' is neither a folder nor a hub repository",
                "write ./folder, org/name, org/name@revision or an https blob address");
    }

    /// <summary>Whether a text names a repository of the hub, with a revision or without.</summary>
    public static bool IsRepository(string text) => HubPattern().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    private static string ExistingFolder(string path, string text, Place place, string start) =>
        Directory.Exists(path) ? path : throw place.Error(
            $"there is no folder '{Shown.Short(text)}'{(path == text ? "" : $" ({path})")}", start);

    private static CheckpointReference ReadAddress(string text, Place place)
    {
        const string Remedy = "write https://account.blob.core.windows.net/container/folder";
        // What may carry a secret is not shown.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
            throw place.Error("this is no address", Remedy);
        if (HubAddress.Is(address))
            throw place.Error("this is the address of a page of the hub", $"write {HubAddress.Spelling(address)}");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw place.Error(
                "the address carries a user, a query or a fragment, which would be written into reports",
                "leave out what follows '?'; access is granted by identity");
        if (address.Scheme != Uri.UriSchemeHttps)
            throw place.Error($"'{Shown.Short(text)}' is not https, so no identity is shown to it", Remedy);
        if (address.AbsolutePath.Trim('/').Length == 0)
            throw place.Error($"'{Shown.Short(text)}' names no folder", "add /container/folder to the address");
        return address.Host.Contains(".blob.", StringComparison.OrdinalIgnoreCase)
            ? new(CheckpointKind.Blob, address.AbsoluteUri.TrimEnd('/'))
            : throw place.Error($"'{Shown.Short(address.Host)}' is no host of Azure Blob Storage, so no identity is shown to it", Remedy);
    }

    [GeneratedRegex(
        @"\A(?<repository>[A-Za-z0-9][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,95})(@(?<revision>[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex HubPattern();
}
