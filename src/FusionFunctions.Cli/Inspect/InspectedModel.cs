using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Merging.Inspection;
using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Cli.Inspect;

/// <param name="Name">As in the pool, or as the user gave it.</param>
/// <param name="Summary">Null for an adapter without a base.</param>
/// <param name="Adapter">Null for a full checkpoint.</param>
internal sealed record InspectedModel(string Name, ModelSummary? Summary, AdapterSummary? Adapter)
{
    public static InspectedModel Of(OpenModel model) => new(
        model.Input.Name,
        ModelSummary.Of(model.Input.Tensors.Tensors, model.Input.StateDict, model.Config),
        model.Input.Tensors is MergedAdapterReader merged ? AdapterSummary.Of(merged.Adapter) : null);
}

/// <param name="Base">The name of the model that task vectors start from.</param>
/// <param name="Models">The names of the others.</param>
internal sealed record ComparedModels(string Base, IReadOnlyList<string> Models, TaskVectorGeometry Geometry);
