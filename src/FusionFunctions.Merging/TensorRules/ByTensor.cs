using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>A method with other parameters for every tensor, as one merge.</summary>
/// <param name="merges">The merge of each tensor.</param>
internal sealed class ByTensor(IReadOnlyDictionary<string, PreparedMerge> merges) : TensorAnalysis<TensorStudy>
{
    public PreparedMerge Prepare() => PreparedMerge.OfTensors(
        this, (in slice, study, result) => merges[slice.Tensor.Name].Merge(slice, study, result), merges.Values.Select(merge => merge.Analysis).OfType<PoolAnalysis>().FirstOrDefault())
        .Keeping(tensor => merges[tensor.Name].IsKept(tensor));

    public override long Block(TensorInfo tensor) => AnalysisOf(tensor)?.Block(tensor) ?? 1;

    public override long ScratchBytes(TensorInfo tensor) => AnalysisOf(tensor)?.ScratchBytes(tensor) ?? 0;

    public override TensorStudy Start(TensorInfo tensor) => AnalysisOf(tensor)?.Start(tensor) ?? TensorStudy.None;

    private TensorAnalysis? AnalysisOf(TensorInfo tensor) => merges[tensor.Name].TensorAnalysis;
}
