using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>What an override does to a key.</summary>
internal enum OverrideKind
{
    /// <summary><c>key=value</c>: the key must be there.</summary>
    Set,

    /// <summary><c>+key=value</c>: it must not.</summary>
    Add,

    /// <summary><c>++key=value</c>: either.</summary>
    Force,

    /// <summary><c>~key</c>: it goes.</summary>
    Delete,
}

/// <summary>One argument in Hydra's grammar. Source: https://hydra.cc/docs/advanced/override_grammar/basic.</summary>
/// <param name="Text">As written.</param>
/// <param name="Value">What stands after '='; null also stands for nothing.</param>
internal sealed record ConfigOverride(string Text, OverrideKind Kind, string Key, string Value)
{
    private const int MaxLength = 1 << 16;

    private static readonly (string Mark, OverrideKind Kind)[] s_marks = [("++", OverrideKind.Force), ("+", OverrideKind.Add), ("~", OverrideKind.Delete)];

    public string[] Parts => Key.Split('.');

    /// <exception cref="ExperimentException">It is not an override.</exception>
    public static ConfigOverride Parse(string text)
    {
        (string mark, var kind) = s_marks.FirstOrDefault(entry => text.StartsWith(entry.Mark, StringComparison.Ordinal), (Mark: "", Kind: OverrideKind.Set));
        string rest = text[mark.Length..];
        int equals = rest.IndexOf('=', StringComparison.Ordinal);
        string key = (equals < 0 ? rest : rest[..equals]).Trim();
        if (text.Length > MaxLength || (equals < 0 && kind != OverrideKind.Delete) || key.Split('.').Any(part => part.Length == 0 || part.Any(char.IsWhiteSpace)))
            throw new ExperimentException(
                $"Error parsing override '{Shown.Short(text)}': write key=value, +key=value, ++key=value or ~key, such as method.scaling_factor=0.3");
        return new(text, kind, key, equals < 0 ? "" : rest[(equals + 1)..].Trim());
    }

    /// <summary>The value, read as YAML; a list, a mapping, a number, a text.</summary>
    public JsonNode? Node() => DocumentJson.Of(DocumentParser.ParseValue(Value, new Place($"override {Shown.Short(Text)}")));
}
