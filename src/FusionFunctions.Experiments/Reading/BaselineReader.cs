using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Reads <c>baselines:</c> and holds each against the pools.</summary>
internal sealed class BaselineReader(ModelPool models, TaskPool tasks)
{
    public static IReadOnlyDictionary<string, Baseline> Names { get; } = new Dictionary<string, Baseline>
    {
        ["pretrained"] = Baseline.Pretrained,
        ["fine_tuned"] = Baseline.FineTuned,
        ["individual"] = Baseline.Individual,
    };

    /// <summary>In the leaderboard's order.</summary>
    public IReadOnlyList<Baseline> Read(DocumentNode node)
    {
        SortedSet<Baseline> baselines = [];
        foreach (var item in node.AsItems("'baselines'", "baselines: [pretrained, fine_tuned], or leave the key out"))
            if (!baselines.Add(ReadOne(item)))
                throw item.Place.Error("this baseline is there twice", "remove one of them");
        return [.. baselines];
    }

    private Baseline ReadOne(DocumentNode node)
    {
        string name = node.AsText("a baseline", string.Join(", ", Names.Keys));
        if (!Names.TryGetValue(name, out var baseline))
            throw node.Place.Error(
                $"there is no baseline '{Shown.Short(name)}'", Suggestion.For(name, [.. Names.Keys], "the baselines are"));
        if (tasks.Tasks.Count == 0)
            throw node.Place.Error(
                "baselines are evaluated and the task pool has no tasks", "remove 'baselines' or choose another task pool");
        if (baseline == Baseline.Pretrained && models.Pretrained is null)
            throw node.Place.Error($"the baseline '{name}' needs a model '{ModelPool.PretrainedName}'", "add it to the model pool");
        if (baseline == Baseline.Individual && !models.FineTuned.Any())
            throw node.Place.Error(
                $"the baseline '{name}' needs fine-tuned models and the model pool has none", "add them to the model pool");
        if (baseline == Baseline.FineTuned && tasks.Tasks.FirstOrDefault(task => models.FineTunedOn(task.Name) is null) is { } alone)
            throw node.Place.Error(
                $"the baseline '{name}' needs a model '{ModelPool.FineTunedPrefix}{alone.Name}' for the task '{alone.Name}'",
                "add it to the model pool, or remove the task or the baseline");
        return baseline;
    }
}
