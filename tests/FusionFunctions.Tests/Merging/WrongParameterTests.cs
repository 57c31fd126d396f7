using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Tests.Experiments;

namespace FusionFunctions.Tests.Merging;

/// <summary>Every parameter of every method with every kind of wrong value: refused by name before an element is read or a file begun.</summary>
public sealed class WrongParameterTests
{
    public static TheoryData<string> Methods() => [.. MergeMethods.Descriptions.Select(description => description.Name)];

    [Theory, MemberData(nameof(Methods))]
    public async Task Wrong_value_is_refused_by_name_before_anything_is_read(string method)
    {
        var models = Models(method);
        foreach (var parameter in MergeMethods.Find(method).Description.Parameters.Concat(TensorFilter.Parameters))
            foreach (var value in WrongValues.Of(parameter, models.Length - 1))
            {
                string message = await RefusedAsync(method, models, parameter.Name, value);
                Assert.True(
                    message.Contains(parameter.Name, StringComparison.Ordinal) || message.Contains("no.such.tensor", StringComparison.Ordinal),
                    $"{method}: {parameter.Name} = {WrongValues.Yaml(value)}: {message}");
            }
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task Unknown_parameter_is_refused_with_the_names_there_are(string method)
    {
        string message = await RefusedAsync(method, Models(method), "no_such", 1);

        Assert.Contains("'no_such'", message, StringComparison.Ordinal);
        Assert.All(MergeMethods.Find(method).Description.Parameters, parameter => Assert.Contains(parameter.Name, message, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Wrong_value_in_an_experiment_file_is_refused_with_its_place_and_a_remedy(string method)
    {
        foreach (var parameter in MergeMethods.Find(method).Description.Parameters.Concat(TensorFilter.Parameters))
            foreach (var value in WrongValues.Of(parameter, 2).Where(value => !NamesTensor(value)))
            {
                string given = $"{parameter.Name}: {WrongValues.Yaml(value)}";
                string message = ExperimentFile.Refused(ExperimentFile.Good.Replace("simple_average", $"{method}: {{ {given} }}", StringComparison.Ordinal));

                Assert.StartsWith("demo.yaml:9:", message, StringComparison.Ordinal);
                Assert.Contains(value is JsonObject && message.Contains("a range", StringComparison.Ordinal) ? "a range" : $"'{parameter.Name}'", message, StringComparison.Ordinal);
                Assert.Contains("; ", message, StringComparison.Ordinal);
            }
        Assert.StartsWith(
            "demo.yaml:9:", ExperimentFile.Refused(ExperimentFile.Good.Replace("simple_average", $"{method}: {{ no_such: 1 }}", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>Which tensors there are is known when the checkpoints are.</summary>
    private static bool NamesTensor(JsonNode? value) => value is JsonArray list && list is [JsonValue one] && one.TryGetValue(out string? name) && name == "no.such.tensor";

    /// <returns>The message.</returns>
    private static async Task<string> RefusedAsync(string method, MemoryModel[] models, string parameter, JsonNode? value)
    {
        var output = new MemoryOutput();
        string given = $"{method}: {parameter} = {WrongValues.Yaml(value)}";
        try
        {
            await MergeEngine.MergeAsync(
                new(Merge.Pool(models), MergeMethods.Find(method), [new(Merge.Parameters(method, (parameter, value!)), output)]), Merge.OneThread, null, TestContext.Current.CancellationToken);
        }
        catch (MergeException error)
        {
            Assert.False(output.Begun, given);
            Assert.All(models, model => Assert.Equal(0, model.Reads));
            return error.Message;
        }
        throw new InvalidOperationException($"{given} is merged.");
    }

    /// <summary>The base and as many as the method takes.</summary>
    private static MemoryModel[] Models(string method) =>
        [.. Enumerable.Range(0, MethodCases.ModelsFor(method) + 1).Select(i => new MemoryModel(i == 0 ? "_pretrained_" : $"m{i}").With("w", [i, 1, 2], [3]).With("x", [i]))];
}
