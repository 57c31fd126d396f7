using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The README.md of a merged checkpoint: what it was made of, how, and how to load it.</summary>
internal sealed partial class ModelCard
{
    public const string FileName = "README.md";

    /// <summary>The transformers class that loads a model without a head, of any architecture.</summary>
    public const string Body = "AutoModel";

    private const int MaxLeftOut = 20;

    /// <summary>The recipe as <see cref="MergedCheckpoint.Recipe"/>.</summary>
    public required JsonObject Recipe { get; init; }

    public required string Digest { get; init; }

    /// <summary>By input name.</summary>
    public required IReadOnlyDictionary<string, string> HubNames { get; init; }

    /// <summary>The transformers class that loads it.</summary>
    public required string ModelClass { get; init; }

    public required bool HasTokenizer { get; init; }

    public JsonNode? Statistics { get; init; }

    /// <summary>Tensors that the models do not share and that are not in the folder: heads.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public override string ToString()
    {
        var text = new StringBuilder();
        WriteFrontMatter(text);
        string method = Recipe["method"]?.GetValue<string>() ?? "";
        text.Append($"\n# Merged with {MarkdownText.Plain(method)}\n\n");
        text.Append("The weights of the models below, merged by FusionFunctions.\n");
        text.Append("`merge.json` holds the same recipe for machines, and the sha256 of every file.\n\n| | |\n|---|---|\n");
        WriteRow(text, "method", MarkdownText.Code(method));
        WriteRow(text, "parameters", MarkdownText.Code(Recipe["parameters"]?.ToJsonString(Compact) ?? "{}"));
        WriteRow(text, "output type", MarkdownText.Plain(Recipe["output_dtype"]?.GetValue<string>() ?? "that of the base"));
        WriteRow(text, "recipe", MarkdownText.Code(Digest));
        text.Append('\n');
        WriteInputs(text);
        WriteLeftOut(text);
        if (Statistics is not null)
            text.Append($"\n## Statistics\n\n```json\n{Statistics.ToJsonString(ExportJson.Options)}\n```\n");
        WriteLoading(text);
        return text.ToString();
    }

    private static JsonSerializerOptions Compact { get; } = new(ExportJson.Options) { WriteIndented = false };

    private static void WriteRow(StringBuilder text, string name, string value) => text.Append($"| {name} | {value} |\n");

    private void WriteFrontMatter(StringBuilder text)
    {
        text.Append("---\n");
        string[] bases = [.. Inputs().Select(input => HubName(input.Name)).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (bases.Length > 0)
            text.Append("base_model:\n").AppendJoin("", bases.Select(name => $"- {name}\n"));
        text.Append("library_name: transformers\ntags:\n- merge\n- fusionfunctions\n---\n");
    }

    private void WriteInputs(StringBuilder text)
    {
        text.Append("## Models\n\n| name | source | digest |\n|---|---|---|\n");
        foreach (var (name, digest) in Inputs())
        {
            string source = HubName(name) is { } hub ? $"[{MarkdownText.Plain(hub)}](https://huggingface.co/{hub})" : "a local folder";
            text.Append($"| {MarkdownText.Code(name)} | {source} | {MarkdownText.Code(digest)} |\n");
        }
    }

    private void WriteLeftOut(StringBuilder text)
    {
        if (LeftOut.Count == 0)
            return;
        text.Append("\n## Without a head\n\nThe models are classifiers with heads of their own. What they share is merged; not in this folder are\n");
        text.AppendJoin(", ", LeftOut.Take(MaxLeftOut).Select(MarkdownText.Code));
        text.Append(LeftOut.Count > MaxLeftOut ? $" and {LeftOut.Count - MaxLeftOut} more (`left_out` in `merge.json`).\n" : ".\n");
        text.Append("A class with a head gives it new, random weights, whose answers mean nothing: take the head of one of the models, or train one.\n");
    }

    private void WriteLoading(StringBuilder text)
    {
        string modelClass = LeftOut.Count == 0 ? ModelClass : Body;
        text.Append($"\n## Load it\n\n```python\nfrom transformers import {(HasTokenizer ? "AutoTokenizer, " : "")}{modelClass}\n\n");
        text.Append($"model = {modelClass}.from_pretrained(\"path/to/this/folder\"){(LeftOut.Count == 0 ? "" : "  # the body alone")}\n");
        if (HasTokenizer)
            text.Append("tokenizer = AutoTokenizer.from_pretrained(\"path/to/this/folder\")\n");
        text.Append("```\n");
    }

    private IEnumerable<(string Name, string Digest)> Inputs() =>
        Recipe["inputs"]?.AsArray().Select(input => (input!["name"]!.GetValue<string>(), input["digest"]!.GetValue<string>())) ?? [];

    // Anything else would be refused by the hub, or be a place on somebody's machine.
    private string? HubName(string input) => HubNames.TryGetValue(input, out string? name) && HubNamePattern().IsMatch(name) ? name : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9._-]{1,96}\z")]
    private static partial Regex HubNamePattern();
}
