using System.Buffers.Binary;
using System.Text;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What a user sees who gives something wrong: one message with place and remedy, exit code 2, nothing half-written.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("methods:", "metods:", "metods", "methods")]
    [InlineData("simple_average", "simple_avrage", "simple_avrage", "simple_average")]
    [InlineData("name: rte,", "name: rta,", "rta", "rte")]
    [InlineData("scaling_factor: [0.0, 0.3]", "scaling_factor: high", "scaling_factor", "number")]
    [InlineData("name: small", "name: small\nname: small", "name", "remove")]
    [InlineData("    _pretrained_:", "    pretrained_:", "_pretrained_", "task_arithmetic")]
    [InlineData("limit: 3 }", "limit: 3, limits: 3 }", "limits", "limit")]
    public async Task Run_of_a_wrong_file_says_where_and_what(string right, string wrong, string problem, string remedy)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        File.WriteAllText(file, File.ReadAllText(file).Replace(right, wrong, StringComparison.Ordinal));

        var (exitCode, output, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Matches($"^error: {System.Text.RegularExpressions.Regex.Escape(file)}:[0-9]+:[0-9]+: ", errors);
        Assert.Contains(problem, errors, StringComparison.Ordinal);
        Assert.Contains(remedy, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["store"]));
    }

    [Fact]
    public async Task Run_of_a_missing_file_names_it()
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", "no-such-experiment.yaml");

        Assert.Equal((2, "error: no-such-experiment.yaml: there is no such file; check the path\n"), (exitCode, errors));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("rum", "x.yaml")]
    [InlineData("run", "x.yaml", "--limit", "0")]
    [InlineData("run", "x.yaml", "--limit", "many")]
    [InlineData("run", "x.yaml", "--no-such-option")]
    public async Task Wrong_command_line_ends_with_2_and_a_message(params string[] arguments)
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--precision must be one of f32, tf32, bf16, not 'fp16'.", "fusion run", "run", "x.yaml", "--precision", "fp16")]
    [InlineData("--format must be one of md, csv, json, not 'xml'.", "fusion table", "table", "x.json", "--format=xml")]
    [InlineData("--older-than must be a whole number", "fusion cache prune", "cache", "prune", "--older-than", "0")]
    [InlineData("Required command was not provided.", "fusion", "")]
    public async Task Wrong_option_is_named_with_the_command_whose_help_has_it(string message, string command, params string[] arguments)
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync([.. arguments.Where(argument => argument.Length > 0)]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {message}", errors, StringComparison.Ordinal);
        Assert.EndsWith($"\nTry '{command} --help'.\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_into_a_store_that_is_a_file_says_so()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        File.WriteAllText(folder["store"], "not a directory");

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.Contains(folder["store"], errors, StringComparison.Ordinal);
        Assert.Equal("not a directory", File.ReadAllText(folder["store"]));
    }

    [Theory]
    [InlineData("truncated", "model.safetensors")]
    [InlineData("long_header", "header")]
    [InlineData("other_shape", "shape")]
    [InlineData("other_keys", "lacks")]
    [InlineData("unknown_dtype", "F12")]
    [InlineData("missing_folder", "nowhere")]
    [InlineData("missing_tokenizer", "spiece.model")]
    [InlineData("missing_dataset", "no-such-file.jsonl")]
    public async Task Run_over_a_damaged_pool_names_the_file_and_merges_nothing(string damage, string problem)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Damage(folder, file, damage);

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(problem, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["store", "merges"]));
        Assert.False(Directory.Exists(folder["store", "evaluations"]));
        Assert.False(Directory.Exists(folder["store", "leaderboards"]));
    }

    [Fact]
    public async Task Run_over_weights_with_NaN_warns_and_finishes()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        string weights = CopyModel(folder, file);
        byte[] bytes = File.ReadAllBytes(weights);
        // The last element of the last tensor, whatever the type of floating point: all bits set is a NaN.
        bytes.AsSpan(^4).Fill(0xFF);
        File.WriteAllBytes(weights, bytes);

        var (exitCode, output, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("warning: glue-rte: tensor '", errors, StringComparison.Ordinal);
        Assert.Contains("NaN", errors, StringComparison.Ordinal);
        Assert.Matches("(?m)^warning: glue-rte: '.*' holds NaN or infinity; the model is damaged, and its scores mean nothing", errors);
        Assert.Contains("Leaderboard: ", output, StringComparison.Ordinal);

        var (_, _, again) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);
        Assert.Equal(errors, again);
    }

    private static void Damage(TemporaryFolder folder, string file, string damage)
    {
        if (damage == "missing_folder")
            Edit(file, $"glue-rte: {SmallExperiment.Samples}/glue-rte", $"glue-rte: {folder["nowhere"]}");
        else if (damage == "missing_tokenizer")
            Edit(file, $"tokenizer: {SmallExperiment.Samples}/base", $"tokenizer: {SmallExperiment.Samples}/data");
        else if (damage == "missing_dataset")
            Edit(file, "rte/validation.jsonl", "rte/no-such-file.jsonl");
        else
            DamageWeights(CopyModel(folder, file), damage);
    }

    private static void DamageWeights(string weights, string damage)
    {
        byte[] bytes = File.ReadAllBytes(weights);
        if (damage == "truncated")
            bytes = bytes[..^100];
        else if (damage == "long_header")
            BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length + 1000L);
        else
            bytes = EditHeader(bytes, damage);
        File.WriteAllBytes(weights, bytes);
    }

    private static byte[] EditHeader(byte[] bytes, string damage)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var json = System.Text.Json.Nodes.JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        string name = json.Select(entry => entry.Key).First(key => key.EndsWith("q.weight", StringComparison.Ordinal));
        var tensor = json[name]!.AsObject();
        if (damage == "other_keys")
        {
            json.Remove(name);
            json[name + "_renamed"] = tensor;
        }
        else if (damage == "other_shape")
            tensor["shape"] = new System.Text.Json.Nodes.JsonArray(tensor["shape"]!.AsArray().Aggregate(1L, (product, size) => product * size!.GetValue<long>()));
        else
            tensor["dtype"] = "F12";
        byte[] header = Encoding.UTF8.GetBytes(json.ToJsonString());
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. bytes.AsSpan(8 + length)];
    }

    /// <summary>Gives the experiment a model of its own to damage.</summary>
    private static string CopyModel(TemporaryFolder folder, string file)
    {
        Directory.CreateDirectory(folder["rte"]);
        foreach (string source in Directory.EnumerateFiles(Path.Join(SmallExperiment.Samples, "glue-rte")))
            File.Copy(source, folder["rte", Path.GetFileName(source)]);
        Edit(file, $"glue-rte: {SmallExperiment.Samples}/glue-rte", $"glue-rte: {folder["rte"]}");
        return folder["rte", "model.safetensors"];
    }

    private static void Edit(string file, string from, string to)
    {
        string text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }
}
