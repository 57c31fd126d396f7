using System.Security.Cryptography;
using System.Text;

namespace FusionFunctions.Http.Answers;

/// <summary>The key that callers show in the header <c>x-functions-key</c>.</summary>
public sealed class ApiKey(string key)
{
    public const string Header = "x-functions-key";

    private readonly byte[] _digest = Digest(key);

    public static ApiResponse Refusal { get; } =
        ApiResponse.Problem(401, "Unauthorized", $"The request shows no valid key. Send it in the header {Header}.");

    /// <summary>Takes the same time whatever is shown.</summary>
    public bool Admits(string? shown) => shown is not null && CryptographicOperations.FixedTimeEquals(Digest(shown), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
