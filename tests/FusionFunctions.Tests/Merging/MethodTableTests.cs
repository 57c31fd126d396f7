using System.Text;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>docs/methods.md is written from the methods' descriptions.</summary>
public sealed class MethodTableTests
{
    [Fact]
    public void Published_table_is_current()
    {
        string path = Path.Combine(ReferenceData.RepositoryRoot, "docs", "methods.md");
        string expected = Table();
        if (Environment.GetEnvironmentVariable("FUSION_PUBLISH") == "1")
            File.WriteAllText(path, expected);

        Assert.True(
            File.ReadAllText(path).ReplaceLineEndings("\n") == expected, "docs/methods.md is not what the methods give; run this test once with FUSION_PUBLISH=1 to write it.");
    }

    private static string Table()
    {
        var text = new StringBuilder("# Merge methods\n\n").Append(
            "Every method by the name that an experiment file uses, with its parameters and their defaults. θ₀ is the pretrained model\n"
            + "(`_pretrained_`), θᵢ the i-th of N fine-tuned models in pool order, tᵢ = θᵢ − θ₀. [merging.md](merging.md) tells how they are computed\n"
            + "and where they differ from FusionBench and mergekit. This page is written by a test from the methods' descriptions.\n\n"
            + "Besides its own parameters every method takes [`include` and `exclude`](merging.md#some-tensors-only-and-values-by-layer), names of tensors.\n\n"
            + "Where to begin: `task_arithmetic` with factors from 0.1 to 0.5 and `ties_merging`; `simple_average` needs no base. `iso_c`, `iso_cts`, `tsv_m`, `svc` and\n"
            + "`wudi` decompose matrices and take minutes on a processor where the others take seconds ([how long](merging-benchmark.md)).\n\n"
            + "| method | needs `_pretrained_` | draws by `seed` |\n|---|---|---|\n");
        foreach (var method in MergeMethods.Descriptions)
            text.Append($"| [`{method.Name}`](#{method.Name.Replace("/", "", StringComparison.Ordinal)}) | {YesOrNo(method.NeedsPretrained)} | {YesOrNo(method.Parameters.Any(parameter => parameter.Name == "seed"))} |\n");
        foreach (var method in MergeMethods.Descriptions)
        {
            text.Append($"\n## `{method.Name}`\n\n{method.Title} ([source]({method.Source})): {method.Summary}{(method.NeedsPretrained ? " Needs `_pretrained_`." : "")}\n");
            if (method.Parameters.Count > 0)
                text.Append("\n| parameter | default | allowed | meaning |\n|---|---|---|---|\n");
            foreach (var parameter in method.Parameters)
                text.Append($"| `{parameter.Name}` | `{ParameterRule.Text(parameter.Default)}` | {Allowed(parameter)} | {parameter.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return text.ToString();
    }

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static string Allowed(ParameterDescription parameter) => parameter.Type switch
    {
        ParameterType.Boolean => "`true`, `false`",
        ParameterType.Text when parameter.Choices is { } choices => string.Join(", ", choices.Select(choice => $"`{choice}`")),
        ParameterType.Text => "text",
        ParameterType.TextList => "list of texts",
        ParameterType.NumberList => $"{Number(parameter.Minimum)} to {Number(parameter.Maximum)}, one for each model or one for all",
        ParameterType.Integer => $"whole, {Number(parameter.Minimum)} to {Number(parameter.Maximum)}",
        _ => $"{Number(parameter.Minimum)} to {Number(parameter.Maximum)}",
    };

    private static string Number(double? value) => ParameterRule.Text(value!.Value);
}
