using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Which models of the pool are evaluated on which tasks for the reference rows; nothing twice.</summary>
public static class BaselineTasks
{
    /// <returns>The task that a model was fine-tuned on, or null where its name does not say.</returns>
    public static string? OwnTask(PoolModel model, TaskPool tasks) =>
        tasks.Tasks.FirstOrDefault(task => model.Name == ModelPool.FineTunedPrefix + task.Name)?.Name;

    /// <returns>Task names by model name; models without any task are left out.</returns>
    public static IEnumerable<(string Model, IReadOnlyList<string> Tasks)> Of(Experiment experiment)
    {
        string[] all = [.. experiment.TaskPool.Tasks.Select(task => task.Name)];
        if (experiment.Baselines.Contains(Baseline.Pretrained))
            yield return (ModelPool.PretrainedName, all);
        foreach (var model in experiment.ModelPool.FineTuned)
        {
            if (experiment.Baselines.Contains(Baseline.Individual))
                yield return (model.Name, all);
            else if (experiment.Baselines.Contains(Baseline.FineTuned) && OwnTask(model, experiment.TaskPool) is { } own)
                yield return (model.Name, [own]);
        }
    }
}
