using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods;

/// <summary>The pool of a method that goes from one model to another.</summary>
internal static class TwoModels
{
    /// <returns>The two models, or the base as the first and the only other model as the second.</returns>
    /// <exception cref="MergeException">The pool does not say which two.</exception>
    public static MergePool Of(string method, MergePool pool) => (pool.Pretrained, pool.Models) switch
    {
        (_, [_, _]) => pool with { Pretrained = null },
        ({ } pretrained, [var other]) => new(null, [pretrained, other]),
        _ => throw new MergeException(
            $"{method} goes from one model to another, but the pool has {pool.Models.Count} models besides _pretrained_; leave two, or _pretrained_ and one."),
    };
}
