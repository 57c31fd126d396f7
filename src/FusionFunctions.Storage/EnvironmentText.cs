using System.Text.RegularExpressions;

namespace FusionFunctions.Storage;

/// <summary>Texts that may hold keys are better kept in the environment: <c>env:NAME</c> stands for what the variable NAME says.</summary>
internal static partial class EnvironmentText
{
    private const string Prefix = "env:";

    /// <param name="text">As the user wrote it.</param>
    /// <param name="what">What it names, for messages.</param>
    public static string Resolve(string text, string what)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return text;
        string variable = text[Prefix.Length..];
        if (!VariableName().IsMatch(variable))
            throw new StorageException($"After env: the name of an environment variable is expected, such as env:FUSION_{what.ToUpperInvariant()}.");
        return Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value
            ? value
            : throw new StorageException($"The environment variable '{variable}', which should name the {what}, is not set.");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
