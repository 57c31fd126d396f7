namespace FusionFunctions.Glue.Tasks;

/// <summary>
/// The eight tasks with FusionBench's prompts. Their spelling ("Answere") is part of what the published models were tuned on.
/// Source: https://tanganke.github.io/fusion_bench/modelpool/flan-t5_generation/.
/// </summary>
public static class GlueTasks
{
    public static readonly GlueTask Cola = Classification(
        "cola", "CoLA", 1043,
        "Indicate if the following sentence is grammatically correct or not: \"{sentence}\". Answere 'acceptable' or 'unacceptable'.",
        ["unacceptable", "acceptable"]);

    public static readonly GlueTask Mnli = Classification(
        "mnli", "MNLI", 9815,
        "Does the premise: '{premise}' logically imply, contradict, or is neutral to the hypothesis: '{hypothesis}'? Answere with 'entailment', 'contradiction', or 'neutral'.",
        ["entailment", "neutral", "contradiction"]) with { Split = "validation_matched" };

    public static readonly GlueTask Mrpc = Classification(
        "mrpc", "MRPC", 408,
        "Are the following sentences '{sentence1}' and '{sentence2}' conveying the same meaning? Answere with 'yes' or 'no'.",
        ["no", "yes"]);

    public static readonly GlueTask Qnli = Classification(
        "qnli", "QNLI", 5463,
        "Given the context: '{sentence}', does the question '{question}' have an answer based on the information provided? Answer with 'yes' or 'no'.",
        ["yes", "no"]);

    public static readonly GlueTask Qqp = Classification(
        "qqp", "QQP", 40430,
        "Do the questions '{question1}' and '{question2}' have the same intent? Answere with 'yes' or 'no'.",
        ["no", "yes"]);

    public static readonly GlueTask Rte = Classification(
        "rte", "RTE", 277,
        "Does the text: '{sentence1}' entail that '{sentence2}' is true? Provide 'yes' or 'no'.",
        ["yes", "no"]);

    public static readonly GlueTask Sst2 = Classification(
        "sst2", "SST-2", 872,
        "Given the sentence '{sentence}', determine the sentiment. Is it positive or negative?",
        ["negative", "positive"]);

    public static readonly GlueTask Stsb = new(
        "stsb",
        "STSB",
        new("Consider the sentences '{sentence1}' and '{sentence2}'. On a scale from 1 (completely different) to 5 (completely similar), rate the similarity."),
        [],
        GlueMetric.SpearmanRho,
        "validation",
        1500);

    /// <summary>In the page's order.</summary>
    public static IReadOnlyList<GlueTask> All { get; } = [Cola, Mnli, Mrpc, Qnli, Qqp, Rte, Sst2, Stsb];

    /// <exception cref="GlueException">No task of that name.</exception>
    public static GlueTask Find(string name) =>
        All.FirstOrDefault(task => task.Name == name)
        ?? throw new GlueException($"There is no task '{name}'; the tasks are {string.Join(", ", All.Select(task => task.Name))}.");

    private static GlueTask Classification(string name, string title, int officialRows, string template, string[] labels) =>
        new(name, title, new(template), labels, GlueMetric.Accuracy, "validation", officialRows);
}
