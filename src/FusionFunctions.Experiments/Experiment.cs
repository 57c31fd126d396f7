using System.Text.Json.Serialization;

namespace FusionFunctions.Experiments;

/// <summary>What a user asks for: a model pool, merge methods (perhaps swept), and tasks to evaluate on.</summary>
/// <param name="Name">Letters, digits, '-', '_' and '.'; names the leaderboard's folder.</param>
/// <param name="OutputDType">The merged checkpoints' element type (<c>F32</c>, <c>F16</c>, <c>BF16</c>); null keeps the base's.</param>
public sealed record Experiment(
    string Name,
    ModelPool ModelPool,
    IReadOnlyList<MethodSpec> Methods,
    IReadOnlyList<Baseline> Baselines,
    TaskPool TaskPool,
    string? OutputDType = null)
{
    /// <summary>What models compute with while they are evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Precision Precision { get; init; }

    /// <summary>Whether every answer is generated to its end and kept beside the scores, which are the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FullAnswers { get; init; }

    /// <summary>The same on at most the first <paramref name="rows"/> rows of every task; a smaller limit of a task stays.</summary>
    /// <exception cref="ExperimentException">The limit is not positive.</exception>
    public Experiment WithLimit(int rows)
    {
        if (rows < 1)
            throw new ExperimentException($"--limit {rows}: a limit must be at least 1; leave it out to read all rows");
        var tasks = TaskPool.Tasks.Select(task => task with { Limit = Math.Min(task.Limit ?? rows, rows) });
        return this with { TaskPool = new(null, [.. tasks], TaskPool.MaxLength) };
    }
}

/// <summary>Reference rows of the leaderboard.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Baseline>))]
public enum Baseline
{
    /// <summary>The pool's <c>_pretrained_</c> model on every task.</summary>
    Pretrained,

    /// <summary>Each fine-tuned model on its own task: one row, 'Fine-tuned (STL)'.</summary>
    FineTuned,

    /// <summary>Each fine-tuned model on every task: one row a model.</summary>
    Individual,
}
