using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Loading;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Configuration;
using TorchSharp;

namespace FusionFunctions.FlanT5;

/// <summary>A loaded T5 model, computing in float32 unless it is moved to another type. Its weights never change, so threads may share it.</summary>
public sealed class FlanT5Model : IDisposable
{
    private readonly T5Model _model;
    private readonly PositionBiases _biases;
    private readonly Workspaces _workspaces;

    /// <param name="model">Its weights where they will stay.</param>
    /// <param name="isFinal">Whether the model's plain layers are not used any more.</param>
    internal FlanT5Model(T5Model model, bool isFinal = false)
    {
        _model = model;
        _model.eval();
        _model.Join(isFinal);
        _biases = new(model);
        _workspaces = new(model.Device, model.ElementType);
    }

    public T5Config Config => _model.Config;

    /// <summary>Names of the checkpoint's tensors with NaN or infinity, ordinal: what such a model answers means nothing.</summary>
    public IReadOnlyList<string> NonFinite { get; private init; } = [];

    internal T5Model Module => _model;

    /// <exception cref="T5FormatException">The folder does not hold a T5 model.</exception>
    public static Task<FlanT5Model> LoadAsync(CheckpointFolder folder, CancellationToken cancellationToken) =>
        LoadAsync(folder.Config, folder, cancellationToken);

    /// <param name="config">What the model looks like.</param>
    /// <param name="tensors">Its weights, such as those of a base with an adapter.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="T5FormatException">There is no config, it is not that of a T5 model, or the weights do not fit it.</exception>
    public static async Task<FlanT5Model> LoadAsync(CheckpointConfig? config, ITensorReader tensors, CancellationToken cancellationToken) =>
        await CompleteAsync(config, tensors, (model, nonFinite) => new(model) { NonFinite = nonFinite }, cancellationToken);

    /// <summary>Loads a model that does nothing but answer: weights that are laid out for that are kept in no other form.</summary>
    /// <param name="config">What the model looks like.</param>
    /// <param name="tensors">Its weights, such as those of a base with an adapter.</param>
    /// <param name="device">Where answers are computed, such as <c>cuda</c>.</param>
    /// <param name="type">What they are computed in.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="T5FormatException">There is no config, it is not that of a T5 model, or the weights do not fit it.</exception>
    public static async Task<FlanT5Model> LoadAsync(
        CheckpointConfig? config, ITensorReader tensors, string device, torch.ScalarType type, CancellationToken cancellationToken) =>
        await CompleteAsync(
            config,
            tensors,
            (model, nonFinite) =>
            {
                model.to(torch.device(device), type);
                return new(model, isFinal: true) { NonFinite = nonFinite };
            },
            cancellationToken);

    /// <summary>Greedy decoding of many inputs; see <see cref="GreedyDecoder"/>.</summary>
    public IReadOnlyList<int[]> Generate(
        IReadOnlyList<int[]> inputIds, GenerationOptions options, IProgress<int>? progress, CancellationToken cancellationToken) =>
        new GreedyDecoder(_model, _biases, _workspaces, options).Generate(inputIds, progress, cancellationToken);

    private static async Task<FlanT5Model> CompleteAsync(
        CheckpointConfig? config, ITensorReader tensors, Func<T5Model, IReadOnlyList<string>, FlanT5Model> complete, CancellationToken cancellationToken)
    {
        var model = new T5Model(T5Architecture.Of(config, tensors));
        try
        {
            return complete(model, await WeightLoader.LoadAsync(model, tensors, cancellationToken));
        }
        catch
        {
            // Its device may be full; what is there already must not stay until somebody collects it.
            model.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _biases.Dispose();
        _workspaces.Dispose();
        _model.Dispose();
        FreedMemory.GiveBack();
    }
}
