using System.CommandLine;

namespace FusionFunctions.Cli;

/// <summary>An option that takes one of a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>Refuses other words by the option's name, offers these for completion, and shows them in the help.</summary>
    public static void AcceptOnly<T>(this Option<T> option, params string[] choices)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(choices);
        option.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(token => token.Value).Where(word => !choices.Contains(word)))
                result.AddError($"{option.Name} must be {(choices.Length > 1 ? "one of " : "")}{string.Join(", ", choices)}, not '{word}'.");
        });
    }
}
