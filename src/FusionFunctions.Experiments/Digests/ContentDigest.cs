using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Digests;

/// <summary>The name of a value: equal values have equal digests, however they were written.</summary>
public static class ContentDigest
{
    /// <summary>sha256 of the canonical JSON in UTF-8, lower-case hex.</summary>
    public static string Of(JsonNode? content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(content))));
}
