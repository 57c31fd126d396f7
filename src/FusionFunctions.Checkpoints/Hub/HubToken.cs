namespace FusionFunctions.Checkpoints.Hub;

/// <summary>An access token. It never prints or serializes itself.</summary>
public sealed class HubToken
{
    private const int MaxLength = 4096;

    // What an Azure app setting holds as long as the secret that it refers to is not there.
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    private readonly string _value;

    private HubToken(string value) => _value = value;

    /// <returns>Null where the text is blank, or an Azure app setting whose secret is not there.</returns>
    /// <exception cref="HubException">The text cannot be a token.</exception>
    public static HubToken? Parse(string? text, string source)
    {
        string value = text?.Trim() ?? "";
        if (value.Length == 0 || value.StartsWith(UnresolvedReference, StringComparison.Ordinal))
            return null;
        return value.Length <= MaxLength && value.All(c => c is > ' ' and <= '~')
            ? new(value)
            : throw new HubException(HubFailure.BadRequest,
                $"{source} does not hold a Hugging Face token: it must be one line of printable characters.");
    }

    public string Reveal() => _value;

    public override string ToString() => "(token)";
}
