using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Bench;

/// <summary>
/// FusionBench's configuration groups: what may stand after <c>modelpool=</c>, <c>method=</c> and <c>taskpool=</c>. A file
/// <c>GROUP/NAME.yaml</c> of the user's own folder is a choice too, and comes first.
/// </summary>
/// <param name="catalog">Has the built-in choices.</param>
/// <param name="folder">The user's folder of groups, or null.</param>
internal sealed class ConfigGroups(ExperimentCatalog catalog, string? folder)
{
    public const string ModelPools = "modelpool";
    public const string Methods = "method";
    public const string TaskPools = "taskpool";

    private const int MaxDepth = 8;
    private static readonly string[] s_extensions = [".yaml", ".yml"];

    public static IReadOnlyList<string> All { get; } = [ModelPools, Methods, TaskPools];

    /// <exception cref="ExperimentException">The group has no such choice.</exception>
    public JsonObject Find(string group, string choice) => Find(group, choice, 0);

    private JsonObject Find(string group, string choice, int depth) => OfUser(group, choice, depth) ?? (group switch
    {
        ModelPools when choice == GroupConfigs.TemplateChoice => GroupConfigs.Template,
        ModelPools => catalog.FindModelPool(choice) is { } pool ? GroupConfigs.Of(pool) : null,
        Methods => catalog.FindMethod(choice) is { } method ? GroupConfigs.Of(method)
            : BenchMethods.OfChoice(choice) is { } known ? MethodConfig.Of(known, catalog) : null,
        TaskPools => catalog.FindTaskPool(choice) is { } tasks ? GroupConfigs.Of(tasks) : null,
        _ => null,
    }) ?? throw Missing(group, choice);

    private ExperimentException Missing(string group, string choice)
    {
        string[] names = [.. Names(group)];
        string near = Suggestion.Nearest(choice, names) is { } nearest ? $"Did you mean {group}={nearest}?\n" : "";
        return new($"Could not find '{group}/{Shown.Short(choice)}'.\n{near}Available options in '{group}':\n\t{string.Join("\n\t", names)}");
    }

    private IEnumerable<string> Names(string group) =>
        (group switch
        {
            ModelPools => catalog.ModelPools.Select(pool => pool.Name!),
            Methods => catalog.Methods.Select(method => method.Name).Concat(BenchMethods.All.Select(method => method.Choice)),
            TaskPools => catalog.TaskPools.Select(pool => pool.Name!),
            _ => [],
        }).Concat(NamesOfUser(group)).Distinct().Order(StringComparer.Ordinal);

    private JsonObject? OfUser(string group, string choice, int depth)
    {
        // Names of the catalog's form; no path leaves the folder.
        string name = $"{group}/{choice}";
        if (folder is null || name.Split('/').Any(part => part.Length == 0 || part[0] == '.') || name.Contains('\\', StringComparison.Ordinal))
            return null;
        string? file = s_extensions.Select(extension => Path.Join(folder, name + extension)).FirstOrDefault(File.Exists);
        if (file is null)
            return null;
        var place = new Place(file);
        var config = DocumentJson.Of(DocumentParser.ParseFile(ExperimentText.ReadFile(file), file)) as JsonObject
            ?? throw place.Error("a configuration must be a mapping", "write key: value");
        return depth < MaxDepth
            ? ConfigDefaults.Compose(config, group, place, (other, name) => Find(other, name, depth + 1))
            : throw place.Error($"'{ConfigDefaults.Key}' names files that name this one, or goes on for more than {MaxDepth} steps", "write the keys out");
    }

    private IEnumerable<string> NamesOfUser(string group)
    {
        string root = Path.Join(folder, group);
        return folder is null || !Directory.Exists(root)
            ? []
            : Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(file => s_extensions.Contains(Path.GetExtension(file)))
                .Select(file => Path.ChangeExtension(Path.GetRelativePath(root, file), null).Replace('\\', '/'));
    }
}
