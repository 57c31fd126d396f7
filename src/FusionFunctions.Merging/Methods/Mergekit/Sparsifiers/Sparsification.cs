using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>How a method thins out task vectors; per model where its parameters are lists.</summary>
internal abstract class Sparsification
{
    public static Sparsification None { get; } = new Nothing();

    public virtual IReadOnlyList<ParameterDescription> Parameters => [Density];

    /// <summary>Entries that are looked at together.</summary>
    public virtual long Block(TensorInfo tensor) => TensorAnalysis.BlockElements;

    /// <summary>Memory for one model.</summary>
    public virtual long ScratchBytes(TensorInfo tensor) => 0;

    /// <summary>Binds the parameters.</summary>
    /// <returns>By tensor and model a sparsifier, or null where all entries stay.</returns>
    /// <exception cref="MergeException">The parameters fit neither each other nor the pool's tensors.</exception>
    public abstract Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context);

    protected static ParameterDescription Density { get; } =
        new("density", ParameterType.NumberList, new System.Text.Json.Nodes.JsonArray(1), "Fraction of each task vector that stays; one number for each model, or one for all.", 0, 1);

    protected static ParameterDescription Seed { get; } =
        new("seed", ParameterType.Integer, 0, "Of the random choice, which also depends on the names of tensor and model.", 0, int.MaxValue);

    protected static ulong Key(MethodParameters parameters, PoolLayout layout, TensorInfo tensor, int model) =>
        SeededUniform.Key((long)parameters.Number("seed"), tensor.Name, layout.Pool.Models[model].Name);

    private sealed class Nothing : Sparsification
    {
        public override IReadOnlyList<ParameterDescription> Parameters => [];

        public override Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context) => (_, _) => null;
    }
}
