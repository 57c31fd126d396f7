using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Merging.Extraction;

/// <summary>
/// The factors of an adapter, in a file that wants them ordinal by their names. One module's name may go on where another's ends, so that the
/// factors of a third lie between those of one: what comes too early waits.
/// </summary>
internal sealed class FactorFile : IAsyncDisposable
{
    private readonly SafetensorsWriter _writer;
    private readonly Dictionary<string, float[]> _waiting = new(StringComparer.Ordinal);
    private int _written;

    private FactorFile(SafetensorsWriter writer) => _writer = writer;

    /// <summary>Takes over the blob writer.</summary>
    /// <param name="file">Of the adapter's weights.</param>
    /// <param name="targets">The changed weights.</param>
    /// <param name="rankOf">r of such a weight.</param>
    /// <param name="isTransposed">Whether such a weight is [in, out] instead of [out, in].</param>
    /// <param name="cancellationToken">Stops the creation.</param>
    public static async Task<FactorFile> CreateAsync(
        IBlobWriter file, IEnumerable<TensorInfo> targets, Func<TensorInfo, int> rankOf, Predicate<TensorInfo> isTransposed, CancellationToken cancellationToken)
    {
        var factors = targets.SelectMany(tensor =>
        {
            var (output, input) = isTransposed(tensor) ? (tensor.Shape[1], tensor.Shape[0]) : (tensor.Shape[0], tensor.Shape[1]);
            int rank = rankOf(tensor);
            return new TensorInfo[] { new(KeyOfA(tensor), TensorDType.F32, [rank, input]), new(KeyOfB(tensor), TensorDType.F32, [output, rank]) };
        });
        return new(await SafetensorsWriter.CreateAsync(file, factors, cancellationToken));
    }

    /// <summary>What PEFT calls the first factor of a module; the order in which the least waits.</summary>
    public static string KeyOfA(TensorInfo tensor) => Key(tensor, 'A');

    public async Task WriteAsync(TensorInfo tensor, LowRankUpdate update, CancellationToken cancellationToken)
    {
        _waiting.Add(KeyOfA(tensor), update.A);
        _waiting.Add(KeyOfB(tensor), update.B);
        for (; _written < _writer.Tensors.Count && _waiting.Remove(_writer.Tensors[_written].Name, out float[]? next); _written++)
            await _writer.WriteAsync(next, cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _writer.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string KeyOfB(TensorInfo tensor) => Key(tensor, 'B');

    private static string Key(TensorInfo tensor, char factor) => $"base_model.model.{LoraTargets.ModuleOf(tensor)}.lora_{factor}.weight";
}
