namespace FusionFunctions.Costs.Sizes;

/// <summary>Sizes of the published models that the catalog's pools name, from their configurations; weights are float32.</summary>
internal static class KnownSizes
{
    private const int BytesOfFloat = 4;

    public static RepositorySize FlanT5Base { get; } = Floats(247_577_856);

    public static RepositorySize FlanT5Large { get; } = Floats(783_150_080);

    /// <summary>Without the output layer, which tells tokens.</summary>
    public static RepositorySize RobertaBase { get; } = Floats(124_645_632);

    // Rank 16 on every q and v: 16 · (d_model + inner) for each; 3 attentions in 12 layers of 768, and in 24 of 1,024.
    private static readonly RepositorySize s_baseAdapter = Floats(3 * 12 * 2 * 16 * (768 + 768));
    private static readonly RepositorySize s_largeAdapter = Floats(3 * 24 * 2 * 16 * (1024 + 1024));

    /// <param name="repository"><c>org/name</c></param>
    /// <returns>Null for a repository that the catalog does not name.</returns>
    public static RepositorySize? Find(string repository) => repository switch
    {
        "google/flan-t5-base" => FlanT5Base,
        "google/flan-t5-large" => FlanT5Large,
        "FacebookAI/roberta-base" => RobertaBase,
        _ when IsOf(repository, "tanganke/flan-t5-base_glue-") => IsAdapter(repository) ? s_baseAdapter : FlanT5Base,
        _ when IsOf(repository, "tanganke/flan-t5-large_glue-") => IsAdapter(repository) ? s_largeAdapter : FlanT5Large,
        _ when IsOf(repository, "JeremiahZ/roberta-base-") => RobertaBase,
        _ => null,
    };

    private static RepositorySize Floats(long parameters) => new(parameters, BytesOfFloat * parameters);

    private static bool IsOf(string repository, string family) => repository.StartsWith(family, StringComparison.Ordinal);

    private static bool IsAdapter(string repository) => repository.EndsWith("_lora-16", StringComparison.Ordinal);
}

/// <param name="Parameters">Each tensor once.</param>
/// <param name="Bytes">Of the weights.</param>
internal sealed record RepositorySize(long Parameters, long Bytes);
