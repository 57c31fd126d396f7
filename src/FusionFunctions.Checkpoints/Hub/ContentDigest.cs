namespace FusionFunctions.Checkpoints.Hub;

/// <summary>The two digests by which the hub names contents, in lowercase hexadecimal.</summary>
internal static class ContentDigest
{
    public const int GitSha1Length = 40;
    public const int Sha256Length = 64;

    public static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
