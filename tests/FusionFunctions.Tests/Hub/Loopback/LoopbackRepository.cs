using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>One commit of a repository, and the names that lead to it.</summary>
internal sealed class LoopbackRepository(string path, string commit)
{
    private readonly Dictionary<string, (byte[] Content, bool Large)> _files = new(StringComparer.Ordinal);

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
        return this;
    }

    public LoopbackRepository Add(string file, string content) => Add(file, Encoding.UTF8.GetBytes(content));

    public string Digest(string file) => IsLarge(file) ? Sha256(this[file]) : GitSha1(this[file]);

    public byte[]? FindLarge(string sha256) => _files.Values.Where(file => file.Large).Select(file => file.Content).FirstOrDefault(file => Sha256(file) == sha256);

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

    private static JsonObject Sibling(string name, byte[] content, bool large)
    {
        byte[] pointer = Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256(content)}\nsize {content.Length}\n");
        var json = new JsonObject { ["rfilename"] = name, ["size"] = content.Length, ["blobId"] = GitSha1(large ? pointer : content) };
        if (large)
            json["lfs"] = new JsonObject { ["sha256"] = Sha256(content), ["size"] = content.Length, ["pointerSize"] = pointer.Length };
        return json;
    }
}
