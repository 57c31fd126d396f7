using FusionFunctions.FlanT5.Training;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples.Rows;
using FusionFunctions.Samples.Texts;
using FusionFunctions.T5Format.Configuration;
using FusionFunctions.T5Format.Tokenization;
using static TorchSharp.torch;

namespace FusionFunctions.Samples.Training;

/// <summary>
/// Trains the family: a base that knows the plain cases of all tasks, as Flan-T5 knew many tasks before it was fine-tuned,
/// and from it one model a task.
/// </summary>
internal sealed class FamilyTrainer(T5Tokenizer tokenizer)
{
    private const int MaxTokens = 512;

    private const int GuessedRowsPerTask = 1500;

    // Of each fine-tuning batch: plain rows of all tasks, so that a model does not forget the others and task vectors add up.
    private const int RehearsedRows = 4;
    private static readonly TrainingPhase s_pretraining = new(4000, 3500, 2e-3, 100);
    // An adapter starts from nothing and changes little, so it takes larger steps.
    private static readonly TrainingPhase s_adapterTuning = new(8000, 600, 2e-3, 20);
    private static readonly TrainingPhase s_fineTuning = new(8000, 400, 1e-3, 20);

    public T5Config Config { get; } = new(
        tokenizer.VocabularySize, ModelSize: 64, HeadSize: 16, FeedForwardSize: 128, EncoderLayers: 2, DecoderLayers: 2, Heads: 4,
        T5Activation.GeluNew, IsGated: true, RelativeBuckets: 32, RelativeMaxDistance: 64, TieWordEmbeddings: false);

    public T5Trainer Pretrain(CancellationToken cancellationToken)
    {
        var trainer = T5Trainer.Create(Config, Seeds.Weights);
        var guessed = GlueTasks.All.Where(task => !task.IsRegression).SelectMany(GuessedExamples);
        List<TrainingExample> examples = [.. PlainExamples(), .. guessed];
        Train(trainer, Batches(examples, s_pretraining.Steps, TrainingPhase.BatchSize), s_pretraining, cancellationToken);
        return trainer;
    }

    public T5Trainer FineTune(T5Trainer pretrained, GlueTask task, CancellationToken cancellationToken) =>
        Tune(pretrained.Copy(), task, s_fineTuning, cancellationToken);

    public T5Trainer FineTuneAdapter(T5Trainer pretrained, GlueTask task, CancellationToken cancellationToken) =>
        Tune(pretrained.CopyWithAdapter(AdapterFiles.Lora), task, s_adapterTuning, cancellationToken);

    private T5Trainer Tune(T5Trainer trainer, GlueTask task, TrainingPhase phase, CancellationToken cancellationToken)
    {
        List<TrainingExample> examples = [.. Examples(task, Breadth.Full, Seeds.FineTuning, phase.RowsPerTask)];
        var own = Batches(examples, phase.Steps, TrainingPhase.BatchSize - RehearsedRows);
        var rehearsed = Batches(PlainExamples(), phase.Steps, RehearsedRows);
        Train(trainer, [.. own.Zip(rehearsed, (ownRows, otherRows) => ownRows.Concat(otherRows).ToList())], phase, cancellationToken);
        return trainer;
    }

    private static void Train(
        T5Trainer trainer, IReadOnlyList<IReadOnlyList<TrainingExample>> batches, TrainingPhase phase, CancellationToken cancellationToken)
    {
        // One thread adds in one order, so that the weights come out the same on any number of cores.
        set_num_threads(1);
        trainer.Train(batches, phase.RateAt, cancellationToken);
    }

    private List<TrainingExample> PlainExamples() =>
        [.. GlueTasks.All.SelectMany(task => Examples(task, Breadth.Plain, Seeds.Pretraining, s_pretraining.RowsPerTask))];

    // Harder rows with any of the answers: the base knows what they look like, and has no opinion yet.
    private IEnumerable<TrainingExample> GuessedExamples(GlueTask task)
    {
        var random = new Pcg32(Seeds.Guesses, 0);
        return Rows(task, Breadth.Hard, Seeds.Guesses, GuessedRowsPerTask)
            .Select(row => Example(task, row with { Label = random.Below(task.Labels.Count) }));
    }

    private IEnumerable<TrainingExample> Examples(GlueTask task, Breadth breadth, ulong seed, int count) =>
        Rows(task, breadth, seed, count).Select(row => Example(task, row));

    // None of them is a row that the family is evaluated on.
    private static IReadOnlyList<SampleRow> Rows(GlueTask task, Breadth breadth, ulong seed, int count)
    {
        var evaluated = SampleData.Validation(task).Select(row => SampleRows.Prompt(task, row)).ToHashSet(StringComparer.Ordinal);
        return SampleRows.Make(task, breadth, seed, count, evaluated);
    }

    private TrainingExample Example(GlueTask task, SampleRow row) => new(
        tokenizer.Encode(SampleRows.Prompt(task, row), MaxTokens), tokenizer.Encode(SampleRows.Target(task, row), MaxTokens));

    // Shuffled anew whenever all examples were seen.
    private static List<List<TrainingExample>> Batches(List<TrainingExample> examples, int count, int size)
    {
        var random = new Pcg32(Seeds.Order, 0);
        var batches = new List<List<TrainingExample>>(count);
        for (int next = examples.Count; batches.Count < count; next += size)
        {
            if (next + size > examples.Count)
            {
                random.Shuffle(examples);
                next = 0;
            }
            batches.Add(examples.GetRange(next, size));
        }
        return batches;
    }
}
