using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Bench;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Experiments;

/// <summary>Group files as FusionBench writes them, with lists of defaults, relative interpolations and its task pool's keys.</summary>
public sealed class BenchGroupFileTests : IDisposable
{
    private const string Tasks = "taskpool=flan-t5_glue_text_generation";
    private readonly TemporaryFolder _folder = new();

    public BenchGroupFileTests()
    {
        Write("modelpool/Seq2SeqLMPool/_template", """
            _target_: fusion_bench.modelpool.Seq2SeqLMPool
            _recursive_: false
            _version_: "0.2"
            models: ???
            tokenizer:
              _target_: transformers.AutoTokenizer.from_pretrained
              pretrained_model_name_or_path: google/flan-t5-base
            model_kwargs: null
            """);
        Write("model/flan-t5/flan-t5-base", "_pretrained_: { _target_: transformers.AutoModelForSeq2SeqLM.from_pretrained, pretrained_model_name_or_path: google/flan-t5-base }");
        foreach (string task in GlueTasks.All.Select(task => task.Name))
            Write($"model/flan-t5/flan-t5-base_glue-{task}", $"glue-{task}: {{ pretrained_model_name_or_path: tanganke/flan-t5-base_glue-{task} }}");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pool_of_listed_models_is_the_catalogs()
    {
        Write("modelpool/Seq2SeqLMPool/flan-t5-base_glue", $"""
            defaults:
              - Seq2SeqLMPool@: _template
              - /model/flan-t5@models:
                  - flan-t5-base
            {string.Concat(GlueTasks.All.Select(task => $"      - flan-t5-base_glue-{task.Name}\n"))}
            """);

        var pool = Read("modelpool=Seq2SeqLMPool/flan-t5-base_glue").Experiment.ModelPool;

        Assert.Equal(KnownModelPools.FlanT5BaseGlue, pool);
    }

    [Theory]
    [InlineData("google/flan-t5-base"), InlineData("google/flan-t5-large", "modelpool.base_model=google/flan-t5-large")]
    public void Reference_with_dots_begins_where_it_stands(string name, params string[] overrides)
    {
        Write("modelpool/mine", """
            defaults:
              - Seq2SeqLMPool@: _template
            models:
              _pretrained_: { pretrained_model_name_or_path: "${...base_model}" }
              glue-cola: { base_model_path: "${...base_model}", peft_model_path: org/cola }
            test_datasets:
              glue-cola: { _target_: "${..._dataset_loader}", tokenizer: "${...tokenizer}", split: validation }
            tokenizer: { pretrained_model_name_or_path: "${..base_model}" }
            base_model: google/flan-t5-base
            _dataset_loader: fusion_bench.tasks.load_glue_dataset
            """);

        var pool = Read(["modelpool=mine", .. overrides]).Experiment.ModelPool;

        Assert.Equal([name, name, name], [pool.Models[0].Checkpoint.Location, pool.Models[1].Checkpoint.Location, pool.Tokenizer!.Location]);
    }

    [Fact]
    public void Own_keys_come_last_unless_self_stands_before_others()
    {
        Write("method/base", "name: task_arithmetic\nscaling_factor: 0.1");
        Write("method/last", "defaults: [base]\nscaling_factor: 0.2");
        Write("method/first", "defaults: [_self_, base]\nscaling_factor: 0.2");

        Assert.Equal([0.2, 0.1], new[] { "last", "first" }.Select(name =>
            Read("modelpool=Seq2SeqLMPool/flan-t5-base_glue", $"method={name}").Experiment.Methods[0].Parameters.Single().Values[0].GetValue<double>()));
    }

    [Fact]
    public void Template_is_built_in_for_files_that_were_copied_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["modelpool"]);
        File.WriteAllText(folder["modelpool", "mine.yaml"], "defaults:\n  - Seq2SeqLMPool@: _template\nmodels: { glue-cola: org/cola }\n");

        var pool = Assert.Single(BenchJob.Read(["modelpool=mine"], false, folder.Path, ExperimentFile.Folder, ExperimentFile.Catalog)).Experiment.ModelPool;

        Assert.Equal(("org/cola", "google/flan-t5-base"), (pool.Models[0].Checkpoint.Location, pool.Tokenizer!.Location));
    }

    [Fact]
    public void Task_pool_of_FusionBenchs_file_is_the_catalogs_and_its_tokenizer_counts_where_it_is_another()
    {
        Write("taskpool/theirs", """
            name: mine
            type: FlanT5GLUETextGenerationTaskPool
            tasks:
              - { name: cola, dataset: { name: cola, split: validation } }
              - { name: mnli, dataset: { name: mnli, split: validation_mismatched } }
            tokenizer: google/flan-t5-base
            cache_dir: outputs/cache
            batch_size: 32
            num_workers: 4
            fast_dev_run: ${fast_dev_run}
            """);
        const string Pool = "modelpool=Seq2SeqLMPool/flan-t5-base_glue";

        var job = Read(Pool, "taskpool=theirs");

        Assert.Equal([new("cola"), new("mnli", Split: "validation_mismatched")], job.Experiment.TaskPool.Tasks);
        Assert.Equal(KnownModelPools.FlanT5BaseGlue, job.Experiment.ModelPool);
        Assert.Equal("org/words", Read(Pool, "taskpool=theirs", "taskpool.tokenizer=org/words").Experiment.ModelPool.Tokenizer!.Location);
        Assert.Equal("test", Read(Pool, Tasks, "taskpool.tasks.1.dataset.split=test").Experiment.TaskPool.Tasks[1].Split);
        Assert.Equal(KnownTaskPools.FlanT5Glue.Tasks, Read(Pool, Tasks, "taskpool.tokenizer=google/flan-t5-base").Experiment.TaskPool.Tasks);
    }

    [Fact]
    public void Dummy_task_pool_of_FusionBenchs_file_has_no_tasks()
    {
        Write("taskpool/dummy", "_target_: fusion_bench.taskpool.DummyTaskPool\nmodel_save_path: null");

        Assert.Empty(Read("modelpool=Seq2SeqLMPool/flan-t5-base_glue").Experiment.TaskPool.Tasks);
        Assert.Contains("merged_model_save_path receives the merged model", Refusal("taskpool.model_save_path=out"), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_the_job_is_known_by_FusionBenchs_name()
    {
        Write("method/stock", "_target_: fusion_bench.method.model_stock.ModelStock\nignore_keys: []\nmodel_save_path: ${path.log_dir}/checkpoint\nmodel_save_kwargs: { save_tokenizer: true }");

        var job = Read("modelpool=Seq2SeqLMPool/flan-t5-base_glue", "method=stock", "report_save_path=${path.log_dir}/mine.json");

        Assert.Equal(("model_stock", "{log_dir}/mine.json"), (job.Experiment.Methods[0].Name, job.ReportPath));
    }

    [Fact]
    public void Splits_of_the_catalog_are_those_of_the_tasks() =>
        Assert.All(GlueTasks.All, task => Assert.Equal(task.Split, KnownTaskPools.SplitOf(task.Name)));

    [Theory]
    [InlineData("defaults: base", "'defaults' must be a list, not \"base\"")]
    [InlineData("defaults: [absent]", "Could not find 'modelpool/absent'.")]
    [InlineData("defaults: [{ Seq2SeqLMPool@: Absent }]", "Could not find 'modelpool/Seq2SeqLMPool/Absent'.")]
    [InlineData("defaults: [{ /model/flan-t5@models: [flan-t5-huge] }]", "Could not find 'model/flan-t5/flan-t5-huge'.")]
    [InlineData("defaults: [{ /../model@models: a }]", "Could not find '../model/a'.")]
    [InlineData("defaults: [{ override /method: dummy }]", "wrong.yaml: the entry {\"override /method\":\"dummy\"} of 'defaults' is not composed here; write a name")]
    [InlineData("defaults: [{ optional a: b }]", "is not composed here")]
    [InlineData("defaults: [{ /model/flan-t5: a }]", "does not say where it goes")]
    [InlineData("defaults: [{ /method@_global_.method: dummy }]", "goes where nothing is composed here")]
    [InlineData("defaults: [{ a: 1, b: 2 }]", "is no entry that is composed here")]
    [InlineData("defaults: [{ a: null }]", "is no entry that is composed here")]
    [InlineData("defaults: [wrong]", "'defaults' names files that name this one")]
    [InlineData("defaults: [{ Seq2SeqLMPool@: _template }]", "The modelpool has no 'models'.")]
    public void Defaults_that_cannot_be_composed_are_refused_by_name(string text, string why)
    {
        Write("modelpool/wrong", text);

        Assert.Contains(why, Refusal("modelpool=wrong"), StringComparison.Ordinal);
    }

    private string Refusal(params string[] arguments) => Assert.Throws<ExperimentException>(() => Read(["modelpool=Seq2SeqLMPool/flan-t5-base_glue", .. arguments])).Message;

    private void Write(string name, string text)
    {
        string file = Path.Join(_folder.Path, $"{name}.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }

    private BenchJob Read(params string[] arguments) => Assert.Single(BenchJob.Read(arguments, false, _folder.Path, ExperimentFile.Folder, ExperimentFile.Catalog));
}
