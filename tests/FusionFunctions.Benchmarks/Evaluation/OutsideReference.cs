using System.Text.Json.Nodes;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>
/// The prompts that CTranslate2 was measured with: 256 of SST-2 and MRPC. It gave three new tokens to each; a score is known after the two of
/// a label and its end. Machines differ, so that examples a second are also given for each GFLOP/s of the peak.
/// </summary>
internal sealed class OutsideReference(int[][] prompts, SgemmPeak peak, Func<int[][], int, Spent> generate)
{
    private const int Prompts = 256;
    private const int ScoreTokens = 2;
    private const int AnswerTokens = 3;

    // CTranslate2 4.8.1 with oneDNN 2.6 on two cores, where the best sgemm seen was 150 GFLOP/s.
    private const double PublishedPerGigaflop = 9.3 / 150;

    /// <param name="all">Where prompts come from.</param>
    /// <param name="quick">Whether a quarter of them is enough.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<int[][]> PromptsAsync(RealPrompts all, bool quick, CancellationToken cancellationToken)
    {
        int[][] prompts = await all.ReadAsync([GlueTasks.Sst2, GlueTasks.Mrpc], Prompts, cancellationToken);
        return quick ? [.. prompts.Where((_, i) => i % 4 == 0)] : prompts;
    }

    public void Measure(JsonObject report)
    {
        Console.WriteLine($"{prompts.Length} prompts of SST-2 and MRPC, {prompts.Sum(prompt => prompt.Length)} tokens, as CTranslate2 was measured:");
        report["sgemm_gflops"] = Math.Round(peak.Best / 1e9, 1);
        Measure("for scores alone", ScoreTokens, "reference_scores", report);
        Measure("for whole answers", AnswerTokens, "reference_answers", report);
    }

    private void Measure(string what, int newTokens, string key, JsonObject report)
    {
        double speed = prompts.Length / generate(prompts, newTokens).Seconds, perGigaflop = speed / (peak.Best / 1e9);
        Console.WriteLine(
            $"  {what,-18} ({newTokens} tokens) {speed,6:F2} examples/s, {perGigaflop,6:F4} for each GFLOP/s of the peak, {perGigaflop / PublishedPerGigaflop:F2} of CTranslate2's {PublishedPerGigaflop:F4}");
        report[$"{key}_per_second"] = Math.Round(speed, 2);
        report[$"{key}_per_second_per_gflops"] = Math.Round(perGigaflop, 4);
    }
}
