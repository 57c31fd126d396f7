namespace FusionFunctions.Experiments.Catalog;

/// <summary>
/// FusionBench's model pools for language models under their names there, and one with a single adapter, which it has for images alone.
/// Source: https://github.com/tanganke/fusion_bench, config/modelpool/Seq2SeqLMPool and SequenceClassificationModelPool.
/// </summary>
public static class KnownModelPools
{
    internal const string Revision = "main";
    private const string Generation = "Seq2SeqLMPool/";
    private const string Classification = "SequenceClassificationModelPool/";

    public static ModelPool FlanT5BaseIndividual { get; } = Pool("flan-t5-base_individual", Hub("google/flan-t5-base"), _ => null);

    public static ModelPool FlanT5BaseGlue { get; } =
        Pool("flan-t5-base_glue", Hub("google/flan-t5-base"), task => new(Name(task), Hub($"tanganke/flan-t5-base_glue-{task}")));

    public static ModelPool FlanT5BaseGlueLora16 { get; } = Lora("flan-t5-base");

    public static ModelPool FlanT5LargeGlueLora16 { get; } = Lora("flan-t5-large");

    /// <summary>One adapter on its base; an override of <c>modelpool.models.glue-cola.adapter</c> names another.</summary>
    public static ModelPool FlanT5BaseIndividualLora16 { get; } =
        new($"{Generation}flan-t5-base_individual_lora16", [LoraModel("flan-t5-base", "cola")], Hub("google/flan-t5-base"));

    /// <summary>
    /// Classifiers, each with a head of its own. FusionBench names the pool without publishing where its models are; these are a public
    /// family of the same base and tasks.
    /// </summary>
    public static ModelPool RobertaBaseGlue { get; } = new(
        $"{Classification}roberta-base_glue",
        [
            new(ModelPool.PretrainedName, Hub("FacebookAI/roberta-base")),
            .. KnownTaskPools.GlueTasks.Select(task => new PoolModel(Name(task), Hub($"JeremiahZ/roberta-base-{task}"))),
        ],
        Tokenizer: null);

    public static IReadOnlyList<ModelPool> All { get; } =
        [FlanT5BaseIndividual, FlanT5BaseIndividualLora16, FlanT5BaseGlue, FlanT5BaseGlueLora16, FlanT5LargeGlueLora16, RobertaBaseGlue];

    /// <summary>Whether the pool's models classify instead of generating text.</summary>
    public static bool IsClassification(ModelPool pool) => pool.Name?.StartsWith(Classification, StringComparison.Ordinal) == true;

    private static ModelPool Lora(string model) => Pool(
        $"{model}_glue_lora16",
        Hub($"google/{model}"),
        task => LoraModel(model, task));

    private static PoolModel LoraModel(string model, string task) =>
        new(Name(task), Hub($"google/{model}"), Hub($"tanganke/{model}_glue-{task}_lora-16"));

    private static ModelPool Pool(string name, CheckpointReference pretrained, Func<string, PoolModel?> fineTuned) => new(
        Generation + name,
        [new(ModelPool.PretrainedName, pretrained), .. KnownTaskPools.GlueTasks.Select(fineTuned).OfType<PoolModel>()],
        pretrained);

    private static string Name(string task) => ModelPool.FineTunedPrefix + task;

    private static CheckpointReference Hub(string repository) => new(CheckpointKind.Hub, repository, Revision);
}
