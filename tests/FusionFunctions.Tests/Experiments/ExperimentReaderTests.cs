using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Tests.Experiments;

public sealed class ExperimentReaderTests
{
    [Fact]
    public void Read_names_from_the_catalog_gives_what_they_stand_for()
    {
        var experiment = ExperimentFile.Read("""
            name: flan-t5-base-glue
            modelpool: Seq2SeqLMPool/flan-t5-base_glue
            methods:
              - simple_average
              - task_arithmetic: { scaling_factor: [0.1, 0.2, 0.3] }
              - ties_merging: { scaling_factor: 0.3, threshold: 20, merge_func: sum }
            baselines: [fine_tuned, pretrained]
            taskpool: flan-t5_glue_text_generation
            """);

        Assert.Equal("flan-t5-base-glue", experiment.Name);
        Assert.Same(KnownModelPools.FlanT5BaseGlue, experiment.ModelPool);
        Assert.Same(KnownTaskPools.FlanT5Glue, experiment.TaskPool);
        Assert.Equal(["simple_average", "task_arithmetic", "ties_merging"], experiment.Methods.Select(method => method.Name));
        Assert.Equal([0.1, 0.2, 0.3], experiment.Methods[1].Parameters.Single().Values.Select(value => value.GetValue<double>()));
        Assert.Equal(["scaling_factor", "threshold", "merge_func"], experiment.Methods[2].Parameters.Select(parameter => parameter.Name));
        Assert.Equal([Baseline.Pretrained, Baseline.FineTuned], experiment.Baselines);
        Assert.Null(experiment.OutputDType);
        Assert.Equal(Precision.F32, experiment.Precision);
    }

    [Fact]
    public void Read_pools_written_out_gives_full_paths()
    {
        var experiment = ExperimentFile.Read(ExperimentFile.Good);
        CheckpointReference pretrained = new(CheckpointKind.Folder, ExperimentFile.Full("base"));

        Assert.Equal(
            [
                new("_pretrained_", pretrained),
                new("glue-cola", new(CheckpointKind.Folder, ExperimentFile.Full("cola"))),
                new("glue-rte", pretrained, new(CheckpointKind.Folder, ExperimentFile.Full("rte_lora16"))),
            ],
            experiment.ModelPool.Models);
        Assert.Equal(pretrained, experiment.ModelPool.Tokenizer);
        Assert.Equal([new("cola"), new("rte", ExperimentFile.Full("rte.jsonl"), Limit: 100)], experiment.TaskPool.Tasks);
        Assert.Equal(10, experiment.TaskPool.MaxLength);
        Assert.Null(experiment.TaskPool.Name);
    }

    [Fact]
    public void Read_without_a_name_takes_the_files()
    {
        Assert.Equal("demo", ExperimentFile.Read("{ modelpool: Seq2SeqLMPool/flan-t5-base_glue, methods: [dummy], taskpool: [cola] }").Name);
    }

    [Theory]
    [InlineData("float32", "F32")]
    [InlineData("float16", "F16")]
    [InlineData("bfloat16", "BF16")]
    [InlineData("torch.bfloat16", "BF16")]
    public void Read_dtype_is_named_as_in_PyTorch(string written, string expected) =>
        Assert.Equal(expected, ExperimentFile.Read($"{ExperimentFile.Good}\ndtype: {written}").OutputDType);

    [Theory]
    [InlineData("f32", Precision.F32)]
    [InlineData("tf32", Precision.Tf32)]
    [InlineData("bf16", Precision.Bf16)]
    [InlineData("~", Precision.F32)]
    public void Read_precision_is_what_models_compute_with(string written, Precision expected) =>
        Assert.Equal(expected, ExperimentFile.Read($"{ExperimentFile.Good}\nprecision: {written}").Precision);

    [Theory]
    [InlineData("./base", CheckpointKind.Folder, "FOLDER/base", null)]
    [InlineData("base", CheckpointKind.Folder, "FOLDER/base", null)]
    [InlineData("base/../cola/", CheckpointKind.Folder, "FOLDER/cola", null)]
    [InlineData("google/flan-t5-base", CheckpointKind.Hub, "google/flan-t5-base", null)]
    [InlineData("google/flan-t5-base@v1.0", CheckpointKind.Hub, "google/flan-t5-base", "v1.0")]
    [InlineData("google/flan-t5-base@refs/pr/3", CheckpointKind.Hub, "google/flan-t5-base", "refs/pr/3")]
    [InlineData("https://a.blob.core.windows.net/models/base/", CheckpointKind.Blob, "https://a.blob.core.windows.net/models/base", null)]
    public void Read_checkpoint_text_is_a_folder_a_repository_or_an_address(string text, CheckpointKind kind, string location, string? revision)
    {
        CheckpointReference expected = new(kind, location.Replace("FOLDER", ExperimentFile.Folder, StringComparison.Ordinal), revision);

        Assert.Equal(expected, CheckpointReference.Parse(text, ExperimentFile.Folder));
        Assert.Equal(expected, ExperimentFile.Read(ExperimentFile.Good, $"modelpool.models.glue-cola={text}").ModelPool.Models[1].Checkpoint);
        Assert.Equal(expected, ExperimentFile.Read(ExperimentFile.Good, $"modelpool.models.glue-cola={{ path: \"{text}\" }}").ModelPool.Models[1].Checkpoint);
    }

    [Fact]
    public void Read_where_no_file_can_be_reached_refuses_local_paths()
    {
        var error = Assert.Throws<ExperimentException>(() => ExperimentReader.Read(ExperimentFile.Good, "demo.yaml", null, ExperimentFile.Catalog));

        Assert.Equal(
            "demo.yaml:4:19: the local path './base' cannot be reached where this experiment runs; name a hub repository or a blob address", error.Message);
    }

    [Fact]
    public void WithLimit_bounds_every_task_and_keeps_smaller_limits()
    {
        var experiment = ExperimentFile.Read(ExperimentFile.Good);

        Assert.Equal([50, 50], experiment.WithLimit(50).TaskPool.Tasks.Select(task => task.Limit));
        Assert.Equal([200, 100], experiment.WithLimit(200).TaskPool.Tasks.Select(task => task.Limit));
        Assert.Throws<ExperimentException>(() => experiment.WithLimit(0));
    }
}
