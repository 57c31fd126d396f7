namespace FusionFunctions.Experiments.Catalog;

/// <summary>
/// FusionBench's model pools for Flan-T5 under their names there.
/// Source: https://github.com/tanganke/fusion_bench, config/modelpool/Seq2SeqLMPool.
/// </summary>
public static class KnownModelPools
{
    private const string Revision = "main";

    public static ModelPool FlanT5BaseIndividual { get; } = Pool("flan-t5-base_individual", Hub("google/flan-t5-base"), _ => null);

    public static ModelPool FlanT5BaseGlue { get; } =
        Pool("flan-t5-base_glue", Hub("google/flan-t5-base"), task => new(Name(task), Hub($"tanganke/flan-t5-base_glue-{task}")));

    public static ModelPool FlanT5BaseGlueLora16 { get; } = Lora("flan-t5-base");

    public static ModelPool FlanT5LargeGlueLora16 { get; } = Lora("flan-t5-large");

    public static IReadOnlyList<ModelPool> All { get; } = [FlanT5BaseIndividual, FlanT5BaseGlue, FlanT5BaseGlueLora16, FlanT5LargeGlueLora16];

    private static ModelPool Lora(string model) => Pool(
        $"{model}_glue_lora16",
        Hub($"google/{model}"),
        task => new(Name(task), Hub($"google/{model}"), Hub($"tanganke/{model}_glue-{task}_lora-16")));

    private static ModelPool Pool(string name, CheckpointReference pretrained, Func<string, PoolModel?> fineTuned) => new(
        $"Seq2SeqLMPool/{name}",
        [new(ModelPool.PretrainedName, pretrained), .. KnownTaskPools.GlueTasks.Select(fineTuned).OfType<PoolModel>()],
        pretrained);

    private static string Name(string task) => ModelPool.FineTunedPrefix + task;

    private static CheckpointReference Hub(string repository) => new(CheckpointKind.Hub, repository, Revision);
}
