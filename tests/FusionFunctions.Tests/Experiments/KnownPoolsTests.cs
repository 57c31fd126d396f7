using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Tests.Experiments;

public sealed class KnownPoolsTests
{
    [Theory]
    [InlineData("Seq2SeqLMPool/flan-t5-base_individual", "google/flan-t5-base@main", null, null)]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue", "google/flan-t5-base@main", "tanganke/flan-t5-base_glue-cola@main", null)]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue_lora16", "google/flan-t5-base@main", "google/flan-t5-base@main", "tanganke/flan-t5-base_glue-cola_lora-16@main")]
    [InlineData("Seq2SeqLMPool/flan-t5-large_glue_lora16", "google/flan-t5-large@main", "google/flan-t5-large@main", "tanganke/flan-t5-large_glue-cola_lora-16@main")]
    public void Pool_has_the_published_models_in_the_tasks_order(string name, string pretrained, string? cola, string? adapter)
    {
        var pool = ExperimentFile.Catalog.FindModelPool(name)!;
        string[] tasks = cola is null ? [] : [.. GlueTasks.All.Select(task => task.Name)];

        Assert.Equal(pretrained, pool.Pretrained!.Checkpoint.ToString());
        Assert.Equal(pretrained, pool.Tokenizer!.ToString());
        Assert.Equal([ModelPool.PretrainedName, .. tasks.Select(task => $"glue-{task}")], pool.Models.Select(model => model.Name));
        Assert.Equal(tasks.Select(task => cola!.Replace("cola", task, StringComparison.Ordinal)), pool.FineTuned.Select(model => model.Checkpoint.ToString()));
        Assert.Equal(tasks.Select(task => adapter?.Replace("cola", task, StringComparison.Ordinal)), pool.FineTuned.Select(model => model.Adapter?.ToString()));
        Assert.All(pool.Models, model => Assert.Equal(CheckpointKind.Hub, model.Checkpoint.Kind));
        Assert.All(tasks, task => Assert.Equal($"glue-{task}", pool.FineTunedOn(task)!.Name));
    }

    [Fact]
    public void Pools_are_six() => Assert.Equal(6, KnownModelPools.All.Count);

    [Fact]
    public void Individual_adapter_stands_alone_on_its_base()
    {
        var model = Assert.Single(ExperimentFile.Catalog.FindModelPool("Seq2SeqLMPool/flan-t5-base_individual_lora16")!.Models);

        Assert.Equal(
            ("glue-cola", "google/flan-t5-base@main", "tanganke/flan-t5-base_glue-cola_lora-16@main"),
            (model.Name, model.Checkpoint.ToString(), model.Adapter!.ToString()));
    }

    [Fact]
    public void Classification_pool_has_a_model_for_every_task()
    {
        var pool = ExperimentFile.Catalog.FindModelPool("SequenceClassificationModelPool/roberta-base_glue")!;

        Assert.True(KnownModelPools.IsClassification(pool));
        Assert.Equal("FacebookAI/roberta-base@main", pool.Pretrained!.Checkpoint.ToString());
        Assert.Equal(GlueTasks.All.Select(task => $"JeremiahZ/roberta-base-{task.Name}@main"), pool.FineTuned.Select(model => model.Checkpoint.ToString()));
    }

    [Fact]
    public void Unknown_name_brings_the_nearest() => Assert.Equal(
        "there is no 'ties_mergin' in the catalog; did you mean 'ties_merging'?", ExperimentFile.Catalog.Unknown("ties_mergin").Message);

    [Fact]
    public void Task_pool_has_every_task_in_the_pages_order() =>
        Assert.Equal(GlueTasks.All.Select(task => new TaskSpec(task.Name)), ExperimentFile.Catalog.FindTaskPool("flan-t5_glue_text_generation")!.Tasks);
}
