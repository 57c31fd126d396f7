using System.Text.RegularExpressions;
using FusionFunctions.Checkpoints.Digests;

namespace FusionFunctions.Checkpoints.Hub;

/// <summary>A branch, a tag, <c>refs/pr/1</c> or a commit.</summary>
internal static partial class HubRevisionName
{
    public const string Default = "main";
    private const int MaxLength = 200;

    public static bool IsCommit(string text) => HexDigest.IsHex(text, HexDigest.GitSha1Length);

    /// <exception cref="HubException">Not a name that git allows for a reference.</exception>
    public static string Check(string text) =>
        text.Length <= MaxLength && Reference().IsMatch(text)
        && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal)
            ? text
            : throw new HubException(HubFailure.BadRequest,
                $"'{Printable.Text(text)}' is not a revision; write a branch, a tag or the 40 hexadecimal digits of a commit.");

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.+@=/-]*(?<![./])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
