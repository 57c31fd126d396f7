using System.Buffers.Binary;
using System.Text;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Names out of files that steer a terminal: they are spelled out wherever they are printed.</summary>
public sealed class HostileNameTests : IDisposable
{
    private const string Escape = "\\u001b[2J";
    private const string Name = $"a{Escape}\\nerror: b\\u009b\\u202e.weight";
    private const string Shown = @"a\u001b[2J\u000aerror: b\u009b\u202e.weight";
    private readonly TemporaryFolder _folder = new();

    public HostileNameTests()
    {
        Write("hostile", Name);
        Write("plain", "b.weight");
        Write("wide", Name, columns: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_spells_out_a_tensors_name_in_the_table_and_in_the_warning()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("inspect", _folder["plain"], _folder["hostile"], "--tensors");

        Assert.Equal(0, exitCode);
        Assert.Contains($"{Shown}  F32", output, StringComparison.Ordinal);
        Assert.Contains($"warning: the models are not compared: ", errors, StringComparison.Ordinal);
        Assert.Contains($"has in addition '{Shown}'", errors, StringComparison.Ordinal);
        AssertHarmless(output + errors);
    }

    [Theory]
    [InlineData("plain", $"lacks 'b.weight' and has in addition '{Shown}'", "plain", "hostile")]
    [InlineData("wide", $"Tensor '{Shown}' has shape [1, 1]", "wide", "hostile")]
    public async Task Merge_of_models_that_do_not_fit_spells_out_the_tensors_name(string @base, string why, params string[] models)
    {
        string file = _folder["merge.yaml"];
        await File.WriteAllTextAsync(
            file, $"name: x\nmodelpool:\n  models:\n    _pretrained_: {_folder[@base]}\n    m1: {_folder[models[0]]}\n    m2: {_folder[models[1]]}\ntaskpool: dummy\nmethods: [simple_average]\n",
            TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await FusionProcess.RunAsync("merge", file, "--output", _folder["out"], "--store", _folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        AssertHarmless(output + errors);
    }

    [Fact]
    public async Task Extraction_spells_out_names_of_tensors_and_of_modules()
    {
        Write("tuned", Name, value: 1);
        var (exitCode, output, errors) = await FusionProcess.RunAsync(
            "extract-lora", _folder["tuned"], "--base", _folder["hostile"], "--rank", "1", "--output", _folder["adapter"]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"{Shown}  [1, 1]", output, StringComparison.Ordinal);
        Assert.EndsWith($"rank 1, {Shown.Replace(".weight", "", StringComparison.Ordinal)}\n", output, StringComparison.Ordinal);
        AssertHarmless(output);
    }

    private static void AssertHarmless(string printed) => Assert.DoesNotContain(printed, c => (char.IsControl(c) && c is not '\n') || c == '\u202e');

    /// <param name="folder">Gets a safetensors file with one tensor.</param>
    /// <param name="name">As JSON has it.</param>
    /// <param name="columns">Of its one row.</param>
    /// <param name="value">All of it.</param>
    private void Write(string folder, string name, int columns = 1, float value = 0)
    {
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"{{{name}}}":{"dtype":"F32","shape":[1,{{{columns}}}],"data_offsets":[0,{{{4 * columns}}}]}}""");
        byte[] bytes = new byte[8 + header.Length + (4 * columns)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        for (int i = 0; i < columns; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + header.Length + (4 * i)), value);
        Directory.CreateDirectory(_folder[folder]);
        File.WriteAllBytes(_folder[folder, "model.safetensors"], bytes);
    }
}
