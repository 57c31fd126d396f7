using System.Diagnostics;
using System.Text.Json.Nodes;
using FusionFunctions.Benchmarks.Measuring;
using FusionFunctions.Compute;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.T5Format.Configuration;
using TorchSharp;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>
/// Lets a model of Flan-T5-base's shape answer real prompts, against the machine's own limit and against the two common ways to do it.
/// Its weights are random and it never ends an answer, so that the number of steps is what is asked for.
/// </summary>
internal static class EvaluateBenchmark
{
    private const int AnswerTokens = 2;
    private const int MostTokens = 9;
    private const int CommonRows = 32;
    private const int CommonLength = 512;
    private const int Rounds = 2;

    public static async Task RunAsync(bool quick, string? json, CancellationToken cancellationToken)
    {
        if (await RealPrompts.OpenAsync(cancellationToken) is not { } all)
        {
            Console.WriteLine("Skipped: there are no prompts; they are read from shared/data beside the checkout.");
            return;
        }
        int[][] prompts = await all.ReadAsync(GlueTasks.All, quick ? 80 : 512, cancellationToken);
        int[][] reference = await OutsideReference.PromptsAsync(all, quick, cancellationToken);
        var config = new T5Config(
            ModelSize: 768, EncoderLayers: 12, DecoderLayers: 12, Heads: 12, Activation: T5Activation.GeluNew, IsGated: true,
            TieWordEmbeddings: false, EosTokenId: -1);
        int lanes = TorchThreads.Share(steps: 1);
        int threads = torch.get_num_threads();
        Console.WriteLine($"{lanes} batches side by side, {threads} threads for each");
        using var trainer = T5Trainer.Create(config, seed: 1);
        using var model = new FlanT5Model(trainer.Module);
        var report = Measure(model, prompts, reference, lanes, quick, cancellationToken);
        await TokenizingAhead.PrintAsync(all, cancellationToken);
        await JsonReport.WriteAsync(json, report, cancellationToken);
    }

    private static JsonObject Measure(FlanT5Model model, int[][] prompts, int[][] reference, int lanes, bool quick, CancellationToken cancellationToken)
    {
        var work = new ModelWork(model.Config);
        double encoding = prompts.Sum(prompt => work.Encoding(prompt.Length)), step = prompts.Sum(prompt => work.Step(prompt.Length));
        Console.WriteLine($"{prompts.Length} prompts, {prompts.Sum(prompt => prompt.Length)} tokens, the longest {prompts.Max(prompt => prompt.Length)}; {encoding / 1e12:F2} TFLOP to encode, {step / 1e12:F2} for each token of the answers");
        var peak = new SgemmPeak(model.Config);
        var patience = TimeSpan.FromSeconds(quick ? 1.5 : 5);
        // The first batch also makes what is kept from then on.
        Generate(prompts[..8], AnswerTokens);
        Console.WriteLine($"first batch after {(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds:F1} s, drawing the random weights included");

        List<Spent> encodings = [], answers = [];
        double megabytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            peak.Measure(patience);
            encodings.Add(Generate(prompts, 0));
            peak.Measure(patience);
            using var memory = new PeakMemory();
            answers.Add(Generate(prompts, AnswerTokens));
            megabytes = Math.Max(megabytes, memory.Megabytes);
        }
        // The best, as of the peak; against scripts, which are run once, the mean.
        var encodingTime = encodings.MinBy(spent => spent.Seconds);
        var time = Spent.Mean(answers);
        var longTime = quick ? default : Generate(prompts, MostTokens);
        var unsortedTime = RunScript(prompts, null, AnswerTokens);
        int[][] sample = [.. prompts.Where((_, i) => i % (prompts.Length / (quick ? 4 : CommonRows)) == 0)];
        var paddedTime = (double)prompts.Length / sample.Length * RunScript(sample, CommonLength, MostTokens);

        Console.WriteLine($"sgemm peak                           {peak.Best / 1e9,7:F0} GFLOP/s");
        Tell("encoding alone", encodingTime, encoding);
        Tell($"answers of {AnswerTokens} tokens", time, encoding + (AnswerTokens * step));
        if (!quick)
            Tell($"answers of {MostTokens} tokens", longTime, encoding + (MostTokens * step));
        Tell($"unsorted, longest in batch, {AnswerTokens} tokens", unsortedTime, encoding + (AnswerTokens * step));
        Tell($"padded to {CommonLength}, {MostTokens} tokens", paddedTime, encoding + (MostTokens * step));
        new LayerProfile(model.Config).Print();
        Console.WriteLine($"peak memory {megabytes:F0} MB, the model's weights among it");
        if (!quick)
            Console.WriteLine($"whole sample run, 13 merges and 22 models on 8 tasks: {SampleRun.Seconds():F1} s");
        var report = new JsonObject
        {
            ["share_of_sgemm"] = Math.Round(encoding / encodingTime.Seconds / peak.Best, 3),
            ["vs_pad512"] = Math.Round(paddedTime.Seconds / time.Seconds, 2),
            ["vs_longest_in_batch"] = Math.Round(unsortedTime.Seconds / time.Seconds, 2),
            ["padding_share"] = Math.Round(PaddingShare(prompts), 4),
            ["examples_per_second"] = Math.Round(prompts.Length / time.Seconds, 2),
            ["peak_memory_mb"] = Math.Round(megabytes),
        };
        new OutsideReference(reference, peak, Generate).Measure(report);
        return report;

        Spent Generate(int[][] inputs, int newTokens) =>
            Spent.Of(() => model.Generate(inputs, new GenerationOptions(newTokens + 1) { Lanes = lanes }, null, cancellationToken));

        // Scripts leave the cores to the library.
        Spent RunScript(int[][] inputs, int? padTo, int newTokens) =>
            FreshThreads.Run(1, Environment.ProcessorCount, () => new PaddedScript(model.Module, CommonRows, padTo, newTokens).Run(inputs));

        void Tell(string name, Spent spent, double operations) => Console.WriteLine(
            $"{name,-38} {prompts.Length / spent.Seconds,7:F2} examples/s {operations / spent.Seconds / 1e9,6:F0} model GFLOP/s "
            + $"{operations / spent.Seconds / peak.Best,5:P0} of the peak {spent.User,7:F1} s user {spent.System,6:F1} s system");
    }

    private static double PaddingShare(int[][] prompts)
    {
        var batches = LengthBatches.Of([.. prompts.Select(prompt => prompt.Length)], new GenerationOptions().BatchTokens);
        int computed = batches.Sum(batch => new PackedRows([.. batch.Select(row => prompts[row])], padding: 0).Tokens);
        return 1 - ((double)prompts.Sum(prompt => prompt.Length) / computed);
    }
}
