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

    private static readonly string[] s_extensions = [".yaml", ".yml"];

    public static IReadOnlyList<string> All { get; } = [ModelPools, Methods, TaskPools];

    /// <exception cref="ExperimentException">The group has no such choice.</exception>
    public JsonObject Find(string group, string choice) => OfUser(group, choice) ?? (group switch
    {
        ModelPools => catalog.FindModelPool(choice) is { } pool ? GroupConfigs.Of(pool) : null,
        Methods => catalog.FindMethod(choice) is { } method ? GroupConfigs.Of(method)
            : BenchMethods.OfChoice(choice) is { } known ? MethodConfig.Of(known, catalog) : null,
        _ => catalog.FindTaskPool(choice) is { } tasks ? GroupConfigs.Of(tasks) : null,
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
            _ => catalog.TaskPools.Select(pool => pool.Name!),
        }).Concat(NamesOfUser(group)).Distinct().Order(StringComparer.Ordinal);

    private JsonObject? OfUser(string group, string choice)
    {
        // A name of the catalog's form; no path leaves the folder.
        if (folder is null || choice.Split('/').Any(part => part.Length == 0 || part[0] == '.') || choice.Contains('\\', StringComparison.Ordinal))
            return null;
        string? file = s_extensions.Select(extension => Path.Join(folder, group, choice + extension)).FirstOrDefault(File.Exists);
        return file is null
            ? null
            : DocumentJson.Of(DocumentParser.ParseFile(ExperimentText.ReadFile(file), file)) as JsonObject
                ?? throw new Place(file).Error("a configuration must be a mapping", "write key: value");
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
