using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Configuration;
using FusionFunctions.FlanT5.Loading;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.Storage;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

/// <summary>Trains a T5 model from examples with AdamW; small models, on the CPU.</summary>
public sealed class T5Trainer : IDisposable
{
    private const long IgnoredLabel = -100;
    private const double LargestGradientNorm = 1;
    private readonly T5Model _model;

    private T5Trainer(T5Model model) => _model = model;

    /// <summary>A model with random weights.</summary>
    public static T5Trainer Create(T5Config config, long seed)
    {
        var model = new T5Model(config);
        using var generator = new Generator((ulong)seed);
        WeightInitialization.Fill(model, generator);
        return new(model);
    }

    /// <summary>An independent copy, to be trained further.</summary>
    public T5Trainer Copy()
    {
        var copy = new T5Model(_model.Config);
        using var mode = no_grad();
        var targets = copy.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (var (name, parameter) in _model.named_parameters())
            targets[name].copy_(parameter);
        return new(copy);
    }

    /// <summary>One pass of AdamW over the batches, the learning rate as the schedule says for each step.</summary>
    /// <returns>The mean loss of the last tenth of the steps.</returns>
    public double Train(IReadOnlyList<IReadOnlyList<TrainingExample>> batches, Func<int, double> learningRate, CancellationToken cancellationToken)
    {
        _model.train();
        using var optimizer = optim.AdamW(_model.parameters(), lr: learningRate(0), weight_decay: 0);
        double sum = 0;
        int tail = Math.Max(1, batches.Count / 10);
        for (int step = 0; step < batches.Count; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = learningRate(step);
            double loss = Step(batches[step], optimizer);
            if (step >= batches.Count - tail)
                sum += loss;
        }
        return sum / tail;
    }

    /// <summary>The trained weights as a model to generate with; it shares them with the trainer.</summary>
    public FlanT5Model ToModel() => new(_model);

    /// <summary>Writes the weights as safetensors.</summary>
    public async Task SaveAsync(IBlobWriter file, TensorDType dtype, CancellationToken cancellationToken)
    {
        var parameters = _model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        await using var writer = await SafetensorsWriter.CreateAsync(
            file, parameters.Select(entry => new TensorInfo(entry.Key, dtype, entry.Value.shape)), cancellationToken);
        foreach (var tensor in writer.Tensors)
        {
            using var memory = new NativeFloats(parameters[tensor.Name]);
            await writer.WriteAsync(memory.Memory, cancellationToken);
        }
        await writer.CommitAsync(cancellationToken);
    }

    public void Dispose() => _model.Dispose();

    private double Step(IReadOnlyList<TrainingExample> batch, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = Loss(batch);
        loss.backward();
        nn.utils.clip_grad_norm_(_model.parameters(), LargestGradientNorm);
        optimizer.step();
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
        var causal = full([length, length], float.MinValue).triu(1);
        var cross = _model.Decoder.CrossKeysAndValues(_model.Encode(input, mask));
        var decoded = _model.Decoder.Forward(_model.Embed(shifted), _model.Decoder.PositionBias(length) + causal, cross, mask);
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
