using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods;

/// <summary>The pool of a method that takes a single model besides the base.</summary>
internal static class OneModel
{
    /// <exception cref="MergeException">There are more.</exception>
    public static MergePool Of(string method, MergePool pool) => pool.Models.Count <= 1
        ? pool
        : throw new MergeException($"{method} takes a single model besides _pretrained_, but the pool has {pool.Models.Count}; leave one.");
}
