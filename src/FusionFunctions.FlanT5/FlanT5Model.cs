using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5.Configuration;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Loading;
using FusionFunctions.FlanT5.Modules;

namespace FusionFunctions.FlanT5;

/// <summary>A loaded T5 model, computing in float32. Its weights never change, so threads may share it.</summary>
public sealed class FlanT5Model : IDisposable
{
    private readonly T5Model _model;

    internal FlanT5Model(T5Model model)
    {
        _model = model;
        _model.eval();
    }

    public T5Config Config => _model.Config;

    internal T5Model Module => _model;

    /// <exception cref="FlanT5Exception">The folder does not hold a T5 model.</exception>
    public static async Task<FlanT5Model> LoadAsync(CheckpointFolder folder, CancellationToken cancellationToken)
    {
        var config = T5ConfigReader.Read(folder.Config
            ?? throw new FlanT5Exception($"{folder.Name}: has no config.json, which says what the model looks like. Copy it from the original model."));
        var model = new T5Model(config);
        try
        {
            await WeightLoader.LoadAsync(model, folder, cancellationToken);
            return new(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Greedy decoding of many inputs; see <see cref="GreedyDecoder"/>.</summary>
    public IReadOnlyList<int[]> Generate(
        IReadOnlyList<int[]> inputIds, GenerationOptions options, IProgress<int>? progress, CancellationToken cancellationToken) =>
        new GreedyDecoder(_model, options).Generate(inputIds, progress, cancellationToken);

    public void Dispose() => _model.Dispose();
}
