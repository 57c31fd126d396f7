using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.Storage;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

/// <summary>Trains a T5 model from examples with Adam; small models, on the CPU.</summary>
public sealed class T5Trainer : IDisposable
{
    private const long IgnoredLabel = -100;
    private const double LargestGradientNorm = 1;
    private readonly T5Model _model;
    private readonly IReadOnlyList<(string Module, LoraUpdate Update)> _updates;

    private T5Trainer(T5Model model, IReadOnlyList<(string, LoraUpdate)>? updates = null) => (_model, _updates) = (model, updates ?? []);

    /// <summary>A model with random weights.</summary>
    public static T5Trainer Create(T5Config config, long seed)
    {
        var model = new T5Model(config);
        using var generator = new Generator((ulong)seed);
        WeightInitialization.Fill(model, generator);
        return new(model);
    }

    /// <summary>The model of a checkpoint.</summary>
    /// <exception cref="T5FormatException">The folder does not hold a T5 model.</exception>
    public static async Task<T5Trainer> LoadAsync(CheckpointFolder folder, CancellationToken cancellationToken)
    {
        using var loaded = await FlanT5Model.LoadAsync(folder, cancellationToken);
        return new(ModelCopy.Of(loaded.Module));
    }

    /// <summary>An independent copy, to be trained further.</summary>
    public T5Trainer Copy() => new(ModelCopy.Of(_model));

    /// <summary>An independent copy whose weights stay; a LoRA adapter on them is trained.</summary>
    public T5Trainer CopyWithAdapter(LoraSettings settings)
    {
        var copy = ModelCopy.Of(_model);
        foreach (var parameter in copy.parameters())
            parameter.requires_grad = false;
        using var generator = new Generator((ulong)settings.Seed);
        var updates = new List<(string, LoraUpdate)>();
        var linears = copy.modules().OfType<T5Linear>().DistinctBy(linear => linear.weight.Handle).ToDictionary(linear => linear.weight.Handle);
        foreach (var (name, parameter) in copy.named_parameters().OrderBy(entry => entry.name, StringComparer.Ordinal))
            if (LoraSettings.Targets(name) && linears.TryGetValue(parameter.Handle, out var linear))
                updates.Add((name[..^LoraSettings.WeightSuffix.Length], linear.Update = LoraUpdate.Create(linear.weight, settings, generator)));
        return new(copy, updates);
    }

    /// <summary>One pass of Adam over the batches, the learning rate as the schedule says for each step.</summary>
    /// <returns>The mean loss of the last tenth of the steps.</returns>
    public double Train(IReadOnlyList<IReadOnlyList<TrainingExample>> batches, Func<int, double> learningRate, CancellationToken cancellationToken)
    {
        _model.train();
        using var optimizer = new Adam(Trained);
        double sum = 0;
        int tail = Math.Max(1, batches.Count / 10);
        for (int step = 0; step < batches.Count; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double loss = Step(batches[step], optimizer, learningRate(step));
            if (step >= batches.Count - tail)
                sum += loss;
        }
        return sum / tail;
    }

    /// <summary>To be asked without being saved first.</summary>
    internal T5Model Module => _model;

    /// <summary>Writes the weights as safetensors.</summary>
    public Task SaveAsync(IBlobWriter file, TensorDType dtype, CancellationToken cancellationToken) =>
        WeightWriter.WriteAsync(file, _model.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)), dtype, cancellationToken);

    /// <summary>Writes the adapter's factors as safetensors, under PEFT's names.</summary>
    public Task SaveAdapterAsync(IBlobWriter file, TensorDType dtype, CancellationToken cancellationToken) =>
        WeightWriter.WriteAsync(
            file,
            _updates.SelectMany(entry => ((string, Tensor)[])
                [($"base_model.model.{entry.Module}.lora_A.weight", entry.Update.A), ($"base_model.model.{entry.Module}.lora_B.weight", entry.Update.B)]),
            dtype,
            cancellationToken);

    public void Dispose()
    {
        foreach (var (_, update) in _updates)
        {
            update.A.Dispose();
            update.B.Dispose();
        }
        _model.Dispose();
    }

    private IEnumerable<Parameter> Trained =>
        _updates.Count == 0 ? _model.parameters() : _updates.SelectMany(entry => (Parameter[])[entry.Update.A, entry.Update.B]);

    private double Step(IReadOnlyList<TrainingExample> batch, Adam optimizer, double learningRate)
    {
        using var scope = NewDisposeScope();
        optimizer.ForgetGradients();
        var loss = Loss(batch);
        loss.backward();
        nn.utils.clip_grad_norm_(Trained, LargestGradientNorm);
        optimizer.Step(learningRate);
        return loss.item<float>();
    }

    // Teacher forcing: the decoder sees the labels shifted right behind the start token, and predicts them all at once.
    private Tensor Loss(IReadOnlyList<TrainingExample> batch)
    {
        int pad = _model.Config.PadTokenId;
        var input = Pad([.. batch.Select(example => example.InputIds)], pad);
        var labels = Pad([.. batch.Select(example => example.LabelIds)], IgnoredLabel);
        var shifted = Pad([.. batch.Select(example => (int[])[_model.Config.DecoderStartTokenId, .. example.LabelIds[..^1]])], pad);
        var mask = _model.PaddingMask(input);
        int length = (int)labels.shape[1];
        var causal = full([length, length], KeptScalars.Ignored).triu(1);
        var cross = _model.Decoder.CrossKeysAndValues(_model.Encode(input, mask));
        var decoded = _model.Decoder.Forward(_model.Embed(shifted), _model.Decoder.PositionBias(length).Plus(causal), cross, mask);
        var logits = _model.Logits(decoded);
        return nn.functional.cross_entropy(logits.reshape(-1, _model.Config.VocabularySize), labels.reshape(-1), ignore_index: IgnoredLabel);
    }

    private static Tensor Pad(int[][] rows, long padding)
    {
        int length = rows.Max(row => row.Length);
        long[] padded = new long[rows.Length * length];
        Array.Fill(padded, padding);
        for (int row = 0; row < rows.Length; row++)
            for (int i = 0; i < rows[row].Length; i++)
                padded[row * length + i] = rows[row][i];
        return tensor(padded).reshape(rows.Length, length);
    }
}
