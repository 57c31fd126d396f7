namespace FusionFunctions.Checkpoints.Digests;

/// <summary>The two digests by which the hub and the store name contents, in lowercase hexadecimal.</summary>
public static class HexDigest
{
    public const int GitSha1Length = 40;
    public const int Sha256Length = 64;

    public static bool IsSha256(string text) => IsHex(text, Sha256Length);

    public static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
