using System.Globalization;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

internal sealed class TaskPoolReader(ReadingContext context)
{
    /// <summary>The start token and one more.</summary>
    public const int LeastMaxLength = 2;

    /// <summary>As long as the inputs that T5 was trained on.</summary>
    public const int MostMaxLength = 512;

    private const string TasksExample = "tasks: [cola, { name: sst2, limit: 200 }]";
    private static readonly string[] s_datasetExtensions = [".jsonl", ".parquet", ".tsv"];

    public TaskPool Read(DocumentNode node)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } name)
            return Named(name);
        if (node is ListNode)
            return new(null, ReadTasks(node, "'taskpool'"));
        if (node is not MappingNode map)
            throw Expect.WrongType(
                node, "'taskpool'", "a name, a list of tasks or a mapping", $"write a task pool's name, or {TasksExample}");
        map.AllowKeys("a task pool", "tasks", "max_length");
        var pool = new TaskPool(null, ReadTasks(map.Required("tasks", "the task pool", TasksExample), "'tasks'"));
        return map.Optional("max_length") is { } maxLength
            ? pool with { MaxLength = maxLength.AsWholeNumber("'max_length'", LeastMaxLength, MostMaxLength, $"max_length: {pool.MaxLength}") }
            : pool;
    }

    private TaskPool Named(ScalarNode name) =>
        context.Catalog.FindTaskPool(name.Content)
        ?? throw name.Place.Error(
            $"there is no task pool '{Shown.Short(name.Content)}'",
            context.Catalog.Tasks.Contains(name.Content)
                ? $"'{name.Content}' is a task: write [{name.Content}]"
                : Suggestion.For(name.Content, [.. context.Catalog.TaskPools.Select(pool => pool.Name!)], "list the tasks, or name one of"));

    private List<TaskSpec> ReadTasks(DocumentNode node, string what)
    {
        Dictionary<string, Place> seen = [];
        List<TaskSpec> tasks = [];
        foreach (var item in node.AsItems(what, TasksExample))
        {
            var task = ReadTask(item);
            if (!seen.TryAdd(task.Name, item.Place))
                throw item.Place.Error($"the task '{task.Name}' is already at {seen[task.Name]}", "remove one of them");
            tasks.Add(task);
        }
        return tasks;
    }

    private TaskSpec ReadTask(DocumentNode node)
    {
        if (node is ScalarNode)
            return new(TaskName(node));
        var map = node.AsMapping("a task", "its name, or { name: sst2, limit: 200 }");
        map.AllowKeys("a task", "name", "dataset", "split", "limit");
        string name = TaskName(map.Required("name", "the task", "name: and one of the tasks' names"));
        if (map.Optional("dataset") is { } file && map.Optional("split") is { } both)
            throw both.Place.Error(
                "a data set file has no splits", $"remove 'split', or remove 'dataset' ({file.Description}) to read the hub's");
        return new(
            name,
            map.Optional("dataset") is { } dataset ? Dataset(dataset) : null,
            map.Optional("split") is { } split ? SafeName.Require(split.AsText("'split'", "split: validation"), split.Place, "a split") : null,
            map.Optional("limit")?.AsWholeNumber("'limit'", 1, int.MaxValue, "limit: 200"));
    }

    private string TaskName(DocumentNode node)
    {
        string name = node.AsText("a task's name", string.Join(" or ", context.Catalog.Tasks.Take(2)));
        return context.Catalog.Tasks.Contains(name)
            ? name
            : throw node.Place.Error(
                $"there is no task '{Shown.Short(name)}'", Suggestion.For(name, context.Catalog.Tasks, "the tasks are"));
    }

    private string Dataset(DocumentNode node)
    {
        string text = node.AsText("'dataset'", "dataset: ./sst2.jsonl");
        string path = LocalPath.Resolve(text, context.Folder, node.Place);
        if (!s_datasetExtensions.Contains(Path.GetExtension(path).ToLower(CultureInfo.InvariantCulture)))
            throw node.Place.Error(
                $"the data set '{Shown.Short(text)}' is of no known kind",
                $"data sets are read from {string.Join(", ", s_datasetExtensions)} files");
        return File.Exists(path) ? path : throw node.Place.Error(
            $"there is no file '{Shown.Short(text)}' ({path})", "paths are relative to the experiment file's folder");
    }
}
