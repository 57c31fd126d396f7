using System.Text.RegularExpressions;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Packaging;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>
/// The folder of somebody who tries what the pages say: the samples, the pages' own files, a finished run and reports, and small models on a
/// loopback hub under the page's names. Its shell knows the command <c>fusion</c>.
/// </summary>
public sealed partial class ReadersFolder : IAsyncLifetime
{
    private const int Rows = 2;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private LoopbackHub? _hub;

    public string Path => _folder.Path;

    /// <summary>What the shell's commands see besides this process's variables.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pages' commands are for a POSIX shell.");
        _hub = await LoopbackHub.StartAsync();
        PageRepositories.AddModels(_hub, "google/flan-t5-base", isLora: false);
        PageRepositories.AddAdapters(_hub, "google/flan-t5-base");
        PageRepositories.AddModels(_hub, "google/flan-t5-large", isLora: true);
        await PageRepositories.AddSmallGlueAsync(_hub, Rows);
        _environment["HF_ENDPOINT"] = _hub.Hub.Address.AbsoluteUri;
        _environment["HF_HOME"] = _folder["huggingface"];
        await WriteFilesAsync();
        Assert.Equal((0, ""), await ExitOfAsync("fusion run experiment.yaml"));
        _environment["RUN"] = System.IO.Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(_folder[".fusion", "leaderboards", "documented"], "documented-*")));
        Assert.Equal((0, ""), await ExitOfAsync(
            "fusion bench method=task_arithmetic modelpool=Seq2SeqLMPool/flan-t5-base_glue taskpool=flan-t5_glue_text_generation "
            + "method.scaling_factor=0.3 report_save_path=outputs/sweep/0.3.json"));
        foreach (string copy in new[] { "sweep/0.2.json", "first.json" })
            File.Copy(_folder["outputs", "sweep", "0.3.json"], _folder["outputs", copy]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        _folder.Dispose();
    }

    /// <param name="line">What is typed.</param>
    /// <param name="more">Further variables.</param>
    public Task<(int ExitCode, string Output, string Errors)> ShellAsync(string line, IReadOnlyDictionary<string, string>? more = null)
    {
        string program = $"fusion() {{ dotnet exec '{System.IO.Path.Join(AppContext.BaseDirectory, "fusion.dll")}' \"$@\"; }}\n";
        var environment = new Dictionary<string, string>([.. _environment, .. more ?? new Dictionary<string, string>()]);
        return ShellProcess.RunAsync(Path, environment, "bash", "-euo", "pipefail", "-c", program + line);
    }

    private async Task<(int ExitCode, string Complaint)> ExitOfAsync(string line)
    {
        var (exitCode, output, errors) = await ShellAsync(line);
        return (exitCode, exitCode == 0 ? "" : $"{line}\n{output}\n{errors}");
    }

    private async Task WriteFilesAsync()
    {
        Directory.CreateSymbolicLink(_folder["samples"], System.IO.Path.Join(ReferenceData.RepositoryRoot, "samples"));
        SmallExperiment.Write(Path, Rows, "documented");
        File.Move(_folder["documented.yaml"], _folder["experiment.yaml"]);
        foreach (var (name, target) in new[] { ("base", "base"), ("cola", "glue-cola"), ("rte", "glue-rte"), ("cola.jsonl", "data/cola/validation.jsonl") })
            Directory.CreateSymbolicLink(_folder[name], System.IO.Path.Join(SmallExperiment.Samples, target));
        await File.WriteAllBytesAsync(_folder["rte.parquet"], await SmallParquet.OfAsync(GlueTasks.Rte, Rows));
        File.WriteAllText(_folder["my-merge.yaml"], FirstYaml("README.md", "name: my-merge"));
        File.WriteAllText(_folder["merge.yml"], FirstYaml("docs/merging.md", "merge_method:"));
    }

    private static string FirstYaml(string page, string start) =>
        Yaml().Matches(Documentation.Read(page)).Select(block => block.Groups["text"].Value).First(text => text.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
