using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>One commit of a repository, and the names that lead to it.</summary>
internal sealed class LoopbackRepository(string path, string commit)
{
    private readonly Dictionary<string, (byte[] Content, bool Large)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>As in addresses: <c>org/name</c> or <c>datasets/org/name</c>.</summary>
    public string Path => path;

    public string Commit => commit;

    public HashSet<string> Revisions { get; } = ["main", commit];

    public byte[] this[string file] => _files[file].Content;

    public bool Has(string file) => _files.ContainsKey(file);

    public bool IsLarge(string file) => _files[file].Large;

    public LoopbackRepository Add(string file, byte[] content, bool large = false)
    {
        _files[file] = (content, large);
        _digests[file] = large ? Sha256(content) : GitSha1(content);
        return this;
    }

    public LoopbackRepository Add(string file, string content) => Add(file, Encoding.UTF8.GetBytes(content));

    /// <summary>The sha256 of a large file, git's blob id of another.</summary>
    public string Digest(string file) => _digests[file];

    public byte[]? FindLarge(string sha256) => _files.Where(file => Digest(file.Key) == sha256).Select(file => file.Value.Content).FirstOrDefault();

    /// <summary>The answer of the API, with sizes and digests as <c>?blobs=true</c> gives them.</summary>
    public JsonObject Listing() => new()
    {
        ["id"] = path,
        ["sha"] = commit,
        ["siblings"] = new JsonArray([.. _files.Select(file => Sibling(file.Key, file.Value.Content, file.Value.Large))]),
    };

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

#pragma warning disable CA5350 // Git names its blobs so.
    public static string GitSha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    private JsonObject Sibling(string name, byte[] content, bool large)
    {
        if (!large)
            return new() { ["rfilename"] = name, ["size"] = content.Length, ["blobId"] = Digest(name) };
        byte[] pointer = Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{Digest(name)}\nsize {content.Length}\n");
        var lfs = new JsonObject { ["sha256"] = Digest(name), ["size"] = content.Length, ["pointerSize"] = pointer.Length };
        return new() { ["rfilename"] = name, ["size"] = content.Length, ["blobId"] = GitSha1(pointer), ["lfs"] = lfs };
    }
}
