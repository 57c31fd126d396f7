using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Bench;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Experiments;

/// <summary>FusionBench's command line, composed.</summary>
public sealed class BenchJobTests
{
    private const string Base = "modelpool=Seq2SeqLMPool/flan-t5-base_glue";
    private static readonly string s_approved = Path.Join(ReferenceData.RepositoryRoot, "tests", "FusionFunctions.Tests", "Experiments", "Approved");

    [Theory]
    [InlineData("ties-lora", "method=ties_merging", "method.scaling_factor=0.2", "modelpool=Seq2SeqLMPool/flan-t5-base_glue_lora16", "taskpool=flan-t5_glue_text_generation")]
    [InlineData("individual", "modelpool=Seq2SeqLMPool/flan-t5-base_individual", "modelpool.models._pretrained_.pretrained_model_name_or_path=tanganke/flan-t5-base_glue-cola", "taskpool=flan-t5_glue_text_generation", "report_save_path=outputs/cola.json")]
    [InlineData("grammar", Base, "method=weighted_average", "method.weights=[1,2,3,4,5,6,7,8]", "++seed=7", "+modelpool.models.glue-extra={pretrained_model_name_or_path: org/extra}", "~modelpool.models.glue-cola", "fast_dev_run=true", "merged_model_save_path=\"a: b\"")]
    public void Configuration_is_composed_as_approved(string name, params string[] arguments)
    {
        string file = Path.Join(s_approved, $"{name}.yaml"), composed = Assert.Single(Read(arguments)).ConfigText;
        if (Environment.GetEnvironmentVariable("FUSION_PUBLISH") == "1")
            File.WriteAllText(file, composed);

        Assert.Equal(File.ReadAllText(file), composed);
    }

    [Fact]
    public void Job_of_the_page_becomes_one_model_on_all_tasks()
    {
        var merged = Assert.Single(Read(Base, "method=task_arithmetic", "method.scaling_factor=0.5", "taskpool=flan-t5_glue_text_generation"));
        var pretrained = Assert.Single(Read("modelpool=Seq2SeqLMPool/flan-t5-base_individual", "taskpool=flan-t5_glue_text_generation"));

        Assert.Equal(KnownModelPools.FlanT5BaseGlue, merged.Experiment.ModelPool);
        Assert.Equal(("task_arithmetic", 8, 10), (Assert.Single(merged.Experiment.Methods).Name, merged.Experiment.TaskPool.Tasks.Count, merged.Experiment.TaskPool.MaxLength));
        Assert.Equal("{log_dir}/program_report.json", merged.ReportPath);
        Assert.Equal([Baseline.Pretrained], pretrained.Experiment.Baselines);
        Assert.Empty(pretrained.Experiment.Methods);
        Assert.False(Assert.Single(Read(Base)).HasWork);
    }

    [Fact]
    public void Multirun_combines_all_values_and_leaves_lists_and_quotes_alone()
    {
        var jobs = BenchJob.Read(
            [Base, "method=task_arithmetic,simple_average", "seed=1,2", "report_save_path='a,b.json'"], isMultirun: true, null, ExperimentFile.Folder, ExperimentFile.Catalog);

        Assert.Equal(
            ["task_arithmetic 1 a,b.json", "task_arithmetic 2 a,b.json", "simple_average 1 a,b.json", "simple_average 2 a,b.json"],
            jobs.Select(job => $"{job.Experiment.Methods[0].Name} {job.Config["seed"]} {job.ReportPath}"));
    }

    [Fact]
    public void Multirun_knows_escaped_quotes() =>
        Assert.Equal(
            ["a\"b,c", "d"],
            BenchJob.Read([Base, "method=simple_average", """report_save_path="a\"b,c",d"""], isMultirun: true, null, ExperimentFile.Folder, ExperimentFile.Catalog).Select(job => job.ReportPath));

    [Fact]
    public void Groups_of_the_user_come_before_the_built_in_ones()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["modelpool", "mine"]);
        File.WriteAllText(folder["modelpool", "mine", "pool.yaml"], "models: { _pretrained_: ./base, glue-cola: ./cola }\ntokenizer: ./base\n");
        Directory.CreateDirectory(folder["method"]);
        File.WriteAllText(folder["method", "simple_average.yml"], "name: task_arithmetic\nscaling_factor: ${seed}\n");

        var job = Assert.Single(BenchJob.Read(["modelpool=mine/pool", "method=simple_average", "seed=2"], false, folder.Path, ExperimentFile.Folder, ExperimentFile.Catalog));

        Assert.Equal(ExperimentFile.Full("cola"), job.Experiment.ModelPool.Models[1].Checkpoint.Location);
        Assert.Equal(2, job.Experiment.Methods[0].Parameters.Single().Values[0].GetValue<double>());
    }

    [Theory]
    [InlineData("weighted_average", """{"normalize":true,"weights":[1]}""", "method=linear/weighted_average")]
    [InlineData("expo", """{"extrapolation_factor":0.2}""", "method=linear/expo", "method.extrapolation_factor=0.2")]
    [InlineData("magmax", """{"scaling_factor":0.5}""", "method=magmax/magmax", "method.inplace=false")]
    [InlineData("iso_cts", """{"common_space_fraction":0.8,"exclude_keys":[],"scaling_factor":1}""", "method=isotropic_merging/iso_cts", "method.exclude_keys=null")]
    [InlineData("tsv_m", """{"alpha":[0.5],"exclude_keys":[]}""", "method=task_singular_vector/TaskSingularVectorMerging", "method.alpha=0.5", "method.return_single_task_models=false")]
    [InlineData("dare_ties_merging", """{"only_on_linear_weights":true}""", "method=dare/ties_merging", "method.only_on_linear_weights=true")]
    [InlineData("svc", """{"alpha":0.1,"scaling_factor":0.5}""", "method=singular_value_calibration/task_arithmetic", "method.scaling_factor=0.5")]
    [InlineData("svc", """{"alpha":0.2,"base_method":"ties_merging","threshold":10}""", "method=singular_value_calibration/ties_merging", "method.alpha=0.2", "method.base_method.threshold=10")]
    [InlineData("svc", """{"alpha":0.1,"base_method":"iso_c","iso_c_scaling_factor":1.5,"exclude_keys":[]}""", "method=singular_value_calibration/iso_c")]
    [InlineData("svc", """{"alpha":0.2,"base_method":"iso_cts","iso_cts_scaling_factor":1.5,"common_space_fraction":0.7}""", "method=singular_value_calibration/iso_cts", "method.base_method.common_space_fraction=0.7")]
    [InlineData("svc", """{"alpha":1,"base_method":"tsv_m","tsv_m_alpha":[0.5]}""", "method=singular_value_calibration/task_singular_vector", "method.base_method.alpha=0.5")]
    [InlineData("svc", """{"alpha":1,"base_method":"wudi","iter_num":300}""", "method=singular_value_calibration/wudi", "method.base_method.iter_num=300")]
    public void Method_is_known_by_FusionBenchs_name_and_keys(string name, string values, params string[] arguments)
    {
        var method = Assert.Single(Assert.Single(Read([Base, .. arguments])).Experiment.Methods);

        Assert.Equal(name, method.Name);
        foreach (var (key, value) in JsonNode.Parse(values)!.AsObject())
            if (method.Parameters.FirstOrDefault(parameter => parameter.Name == key) is { } given)
                Assert.Equal(value!.ToJsonString(), Assert.Single(given.Values).ToJsonString());
            else
                Assert.Equal("[]", value!.ToJsonString());
    }

    [Fact]
    public void Method_file_of_FusionBenchs_is_read_by_its_target()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["method"]);
        File.WriteAllText(folder["method", "mine.yaml"], "_target_: fusion_bench.method.isotropic.ISO_C_Merge\nscaling_factor: 1.5\nexclude_keys: null\n");

        var method = Assert.Single(Assert.Single(BenchJob.Read([Base, "method=mine"], false, folder.Path, ExperimentFile.Folder, ExperimentFile.Catalog)).Experiment.Methods);

        Assert.Equal("iso_c", method.Name);
        Assert.Equal(1.5, Assert.Single(method.Parameters).Values.Single().GetValue<double>());
    }

    [Theory]
    [InlineData("scaling_factor: 1\n", "It has neither 'name' nor '_target_'.")]
    [InlineData("_target_: fusion_bench.method.FisherMerging\n", "\"fusion_bench.method.FisherMerging\", is none that is known here.")]
    [InlineData("_target_: fusion_bench.method.TaskSingularVectorMerging\nreturn_single_task_models: true\n", "'method.return_single_task_models' can only be false here.")]
    public void Method_file_that_does_not_fit_is_refused(string text, string why)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["method"]);
        File.WriteAllText(folder["method", "mine.yaml"], text);

        Assert.Contains(
            why,
            Assert.Throws<ExperimentException>(() => BenchJob.Read([Base, "method=mine"], false, folder.Path, ExperimentFile.Folder, ExperimentFile.Catalog)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method=task_arithmetik", "Could not find 'method/task_arithmetik'.\nDid you mean method=task_arithmetic?")]
    [InlineData("modelpool=../../etc/passwd", "Could not find 'modelpool/../../etc/passwd'.")]
    [InlineData("taskpool=glue", "Available options in 'taskpool':\n\tdummy\n\tflan-t5_glue_text_generation")]
    [InlineData("method.scaling_facto=1", "Key 'scaling_facto' is not in struct\n\tfull_key: method.scaling_facto\nDid you mean 'method.scaling_factor'?\nTo append to your config use +method.scaling_facto=1")]
    [InlineData("fast_dev_rum=true", "Did you mean 'fast_dev_run'?")]
    [InlineData("+method.scaling_factor=1", "Could not append to config. An item is already at 'method.scaling_factor'.")]
    [InlineData("~method.threshold", "Could not delete from config. 'method.threshold' does not exist.")]
    [InlineData("method.scaling_factor.deep=1", "'scaling_factor' is a value and has no parts")]
    [InlineData("method.scaling_factor=strong", "'scaling_factor' must be a number")]
    [InlineData("method.scaling_factor=[0.1,0.2]", "sweep with -m and commas")]
    [InlineData("taskpool.tasks.9.split=test", "The list has 8 items")]
    [InlineData("seed=abc", "'seed' must be a whole number from 0 to 4294967295, not \"abc\".")]
    [InlineData("seed=1.5", "'seed' must be a whole number from 0 to 4294967295, not 1.5.")]
    [InlineData("seed=-1", "'seed' must be a whole number")]
    [InlineData("print_function_call=loud", "'print_function_call' must be true or false, not \"loud\".")]
    [InlineData("merged_model_save_kwargs={max_shard_size: 1GB}", "'merged_model_save_kwargs' must be null, not {\"max_shard_size\":\"1GB\"}")]
    [InlineData("taskpool.batch_size=abc", "'taskpool.batch_size' must be a whole number from 1 to 2147483647, not \"abc\".")]
    [InlineData("taskpool.batch_size=-1", "'taskpool.batch_size' must be a whole number from 1 to 2147483647, not -1.")]
    [InlineData("taskpool.num_workers=x", "'taskpool.num_workers' must be a whole number from 0 to 2147483647, not \"x\".")]
    [InlineData("taskpool.cache_dir=7", "'taskpool.cache_dir' must be a path or null, not 7.")]
    [InlineData("taskpool.fast_dev_run=maybe", "'taskpool.fast_dev_run' must be true or false")]
    [InlineData("taskpool.tokenizer=[a]", "'taskpool.tokenizer' must be a folder or a repository, not [\"a\"].")]
    [InlineData("taskpool.type=CLIPTaskPool", "'taskpool.type' must be FlanT5GLUETextGenerationTaskPool, not \"CLIPTaskPool\".")]
    [InlineData("taskpool.max_length=ten", "'max_length' must be a whole number")]
    [InlineData("taskpool.tasks=null", "The taskpool has 'max_length' and no 'tasks'")]
    [InlineData("taskpool.tasks=cola", "'tasks' must be a list")]
    [InlineData("+taskpool.foo=1", "Nothing uses the key 'foo' of the taskpool")]
    [InlineData("+taskpool.batchsize=1", "Nothing uses the key 'batchsize' of the taskpool; did you mean 'batch_size'?")]
    [InlineData("+taskpool.tasks.1.dataset.type=glue", "Nothing uses the key 'type' of 'taskpool.tasks.1.dataset'")]
    [InlineData("taskpool.tasks.1.dataset.name=cola", "'taskpool.tasks.1.dataset.name' must be the task's, \"mnli\", not \"cola\".")]
    [InlineData("+taskpool.tasks.1.split=test", "'taskpool.tasks.1' has a 'split' and its 'dataset' another")]
    [InlineData("+taskpool._target_=fusion_bench.taskpool.CLIPVisionModelTaskPool", "'taskpool._target_' must be fusion_bench.taskpool.DummyTaskPool, or left out")]
    [InlineData("report_save_path=${..nowhere}", "Interpolation key '..nowhere' not found")]
    [InlineData("+method.unknown=1", "the method 'task_arithmetic' has no key 'unknown'")]
    [InlineData("+modelpool.colour=red", "Nothing uses the key 'colour' of the modelpool")]
    [InlineData("+modelpool.models.glue-cola.dtype=bf16", "Nothing uses the key 'dtype' of 'modelpool.models.glue-cola'")]
    [InlineData("+colour=red", "Nothing uses the key 'colour'")]
    [InlineData("report_save_path=${nowhere}", "Interpolation key 'nowhere' not found")]
    [InlineData("merged_model_save_path=${oc.env:HOME}/m", "'${oc.env:HOME}/m' has an interpolation that is no key's")]
    [InlineData("report_save_path=${report_save_path}", "stands for itself")]
    [InlineData("fast_dev_run=perhaps", "'fast_dev_run' must be true or false")]
    [InlineData("report_save_path=7", "'report_save_path' must be a path or null")]
    [InlineData("modelpool.model_kwargs={torch_dtype: bfloat16}", "'modelpool.model_kwargs' must be null")]
    [InlineData("scaling_factor", "Error parsing override 'scaling_factor'")]
    [InlineData("=1", "Error parsing override '=1'")]
    [InlineData("method.a b=1", "Error parsing override")]
    [InlineData("seed={", "not valid YAML")]
    public void Override_that_does_not_fit_is_refused_in_the_words_of_Hydra(string argument, string why) =>
        Assert.Contains(
            why,
            Assert.Throws<ExperimentException>(() => Read(Base, "method=task_arithmetic", "taskpool=flan-t5_glue_text_generation", argument)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Command_without_a_pool_says_that_one_is_needed() =>
        Assert.Contains("You must specify 'modelpool'", Assert.Throws<ExperimentException>(() => Read("method=simple_average")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<BenchJob> Read(params string[] arguments) =>
        BenchJob.Read(arguments, isMultirun: false, null, ExperimentFile.Folder, ExperimentFile.Catalog);
}
