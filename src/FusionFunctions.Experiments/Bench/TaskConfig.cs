using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A task pool's tasks: as an experiment file has them, or with FusionBench's mapping <c>dataset</c> of a name and a split.</summary>
internal static class TaskConfig
{
    /// <summary>What FusionBench's file says.</summary>
    public static JsonObject Of(TaskSpec task) => new()
    {
        [GroupConfigs.Name] = task.Name,
        [TaskPoolConfig.Dataset] = new JsonObject { [GroupConfigs.Name] = task.Name, [TaskPoolConfig.Split] = task.Split ?? KnownTaskPools.SplitOf(task.Name) },
    };

    /// <exception cref="ExperimentException">A data set is not its task's, or has a key that means nothing.</exception>
    public static JsonArray Read(JsonArray tasks) =>
        [.. tasks.Select((task, index) => task is JsonObject map ? Read(map, $"{ConfigGroups.TaskPools}.{TaskPoolConfig.Tasks}.{index}") : task?.DeepClone())];

    private static JsonObject Read(JsonObject task, string place)
    {
        var read = task.DeepClone().AsObject();
        var name = task[GroupConfigs.Name];
        if (task[TaskPoolConfig.Dataset] is JsonObject dataset)
        {
            string datasetPlace = $"{place}.{TaskPoolConfig.Dataset}";
            ConfigValue.AllowKeys(dataset, $"'{datasetPlace}'", [GroupConfigs.Name, TaskPoolConfig.Split]);
            if (!JsonNode.DeepEquals(dataset[GroupConfigs.Name], name))
                throw ConfigValue.Wrong($"{datasetPlace}.{GroupConfigs.Name}", $"the task's, {name?.ToJsonString() ?? "null"}", dataset[GroupConfigs.Name]);
            if (task[TaskPoolConfig.Split] is not null)
                throw new ExperimentException($"'{place}' has a '{TaskPoolConfig.Split}' and its '{TaskPoolConfig.Dataset}' another; remove one.");
            read.Remove(TaskPoolConfig.Dataset);
            read[TaskPoolConfig.Split] = dataset[TaskPoolConfig.Split]?.DeepClone();
        }
        // Said or not, it is the same experiment.
        if (name is JsonValue text && text.TryGetValue(out string? taskName) && read[TaskPoolConfig.Split] is JsonValue split && split.ToString() == KnownTaskPools.SplitOf(taskName))
            read.Remove(TaskPoolConfig.Split);
        return read;
    }
}
