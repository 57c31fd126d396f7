using FusionFunctions.Tests.Reference;
using YamlDotNet.RepresentationModel;

namespace FusionFunctions.Tests.Workflows;

/// <summary>A workflow of GitHub Actions, as its file says.</summary>
internal sealed class Workflow
{
    private readonly YamlMappingNode _root;

    private Workflow(string file)
    {
        Text = File.ReadAllText(file);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text));
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    public static string Folder { get; } = Path.Join(ReferenceData.RepositoryRoot, ".github", "workflows");

    public string Text { get; }

    public YamlNode? Permissions => Get(_root, "permissions");

    public IReadOnlyCollection<string> Triggers => Names(Get(_root, "on")!);

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs => Entries(Get(_root, "jobs")!).Select(job => (job.Name, (YamlMappingNode)job.Value));

    public IEnumerable<YamlMappingNode> Steps => Jobs.SelectMany(job => ((YamlSequenceNode)Get(job.Job, "steps")!).Cast<YamlMappingNode>());

    /// <summary>The shell scripts of all steps.</summary>
    public IEnumerable<string> Scripts => Steps.Select(step => Scalar(step, "run")).OfType<string>();

    public static Workflow Read(string name) => new(Path.Join(Folder, name));

    public static YamlNode? Get(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.FirstOrDefault(entry => ((YamlScalarNode)entry.Key).Value == key).Value;

    public static string? Scalar(YamlNode node, string key) => (Get(node, key) as YamlScalarNode)?.Value;

    public static IEnumerable<(string Name, YamlNode Value)> Entries(YamlNode map) =>
        ((YamlMappingNode)map).Children.Select(entry => (((YamlScalarNode)entry.Key).Value!, entry.Value));

    private static string[] Names(YamlNode node) => node switch
    {
        YamlMappingNode map => [.. map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)],
        YamlSequenceNode list => [.. list.Select(item => ((YamlScalarNode)item).Value!)],
        _ => [((YamlScalarNode)node).Value!],
    };
}
