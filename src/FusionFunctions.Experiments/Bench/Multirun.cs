namespace FusionFunctions.Experiments.Bench;

/// <summary>Hydra's multirun: values with commas outside of brackets and quotes stand for one job each, and all are combined.</summary>
internal static class Multirun
{
    private const int MaxJobs = 10_000;

    /// <returns>The overrides of every job, the last argument changing fastest.</returns>
    /// <exception cref="ExperimentException">There are too many.</exception>
    public static IReadOnlyList<IReadOnlyList<ConfigOverride>> Jobs(IReadOnlyList<ConfigOverride> overrides)
    {
        List<ConfigOverride[]> jobs = [[]];
        foreach (var one in overrides)
        {
            string[] values = one.Kind == OverrideKind.Delete ? [one.Value] : [.. Split(one.Value)];
            if ((long)jobs.Count * values.Length > MaxJobs)
                throw new ExperimentException($"The sweep has more than {MaxJobs} jobs; give fewer values.");
            jobs = [.. from job in jobs from value in values select job.Append(one with { Value = value }).ToArray()];
        }
        return jobs;
    }

    private static IEnumerable<string> Split(string value)
    {
        int depth = 0, start = 0;
        char quote = '\0';
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\' && quote == '"')
                i++;
            else if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c is '[' or '{' or '(')
                depth++;
            else if (c is ']' or '}' or ')')
                depth--;
            else if (c == ',' && depth == 0)
            {
                yield return value[start..i].Trim();
                start = i + 1;
            }
        }
        yield return value[start..].Trim();
    }
}
