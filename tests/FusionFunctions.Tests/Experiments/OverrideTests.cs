using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Tests.Experiments;

public sealed class OverrideTests
{
    private const string Named = """
        modelpool: Seq2SeqLMPool/flan-t5-base_glue
        taskpool: flan-t5_glue_text_generation
        methods: [simple_average, task_arithmetic]
        """;

    [Fact]
    public void Parameter_is_set_by_the_methods_name()
    {
        var experiment = ExperimentFile.Read(
            ExperimentFile.Good, "methods.task_arithmetic.scaling_factor=0.7", "methods.ties_merging.threshold=[10, 50]", "methods.ties_merging.scaling_factor=1");

        Assert.Equal("0.7", Values(experiment, 1, "scaling_factor"));
        Assert.Equal("10 50", Values(experiment, 2, "threshold"));
        Assert.Equal("1", Values(experiment, 2, "scaling_factor"));
        Assert.Equal("sum", Values(experiment, 2, "merge_func"));
    }

    [Fact]
    public void Parameter_of_a_method_written_by_its_name_alone_is_set() =>
        Assert.Equal("0.1 0.2", Values(ExperimentFile.Read(Named, "methods.task_arithmetic.scaling_factor=[0.1, 0.2]"), 1, "scaling_factor"));

    [Theory]
    [InlineData("methods.2.threshold=50", "0.3 50 sum")]
    [InlineData("methods.ties_merging={ merge_func: max }", "max")]
    [InlineData("methods.2={ ties_merging: { merge_func: max } }", "max")]
    [InlineData("methods=[dummy, simple_average, ties_merging: { threshold: 1 }]", "1")]
    [InlineData("methods.ties_merging=", "")]
    public void Method_is_set_by_number_or_as_a_whole(string text, string parameters) =>
        Assert.Equal(
            parameters, string.Join(' ', ExperimentFile.Read(ExperimentFile.Good, text).Methods[2].Parameters.SelectMany(parameter => parameter.Values)));

    [Fact]
    public void Value_of_a_sweep_is_set_by_number() =>
        Assert.Equal("0.1 0.9 0.3", Values(ExperimentFile.Read(ExperimentFile.Good, "methods.task_arithmetic.scaling_factor.1=0.9"), 1, "scaling_factor"));

    [Fact]
    public void Later_override_wins() => Assert.Equal("b", ExperimentFile.Read(ExperimentFile.Good, "name=a", "name=b").Name);

    [Fact]
    public void Part_of_a_named_task_pool_is_set()
    {
        var pool = ExperimentFile.Read(Named, "taskpool.tasks.sst2.limit=50", "taskpool.max_length=20").TaskPool;

        Assert.Equal(new(null, pool.Tasks, 20), pool);
        Assert.Equal([.. KnownTaskPools.FlanT5Glue.Tasks.Select(task => task.Name == "sst2" ? task with { Limit = 50 } : task)], pool.Tasks);
    }

    [Theory]
    [InlineData("taskpool: [cola, sst2]")]
    [InlineData("taskpool: { tasks: [cola, { name: sst2 }] }")]
    [InlineData("taskpool: { tasks: [{ name: cola }, { name: sst2, limit: 3 }] }")]
    public void Part_of_a_task_is_set_however_it_was_written(string pool)
    {
        string text = $"modelpool: Seq2SeqLMPool/flan-t5-base_glue\nmethods: [dummy]\n{pool}";

        Assert.Equal([new("cola"), new("sst2", Limit: 50)], ExperimentFile.Read(text, "taskpool.tasks.sst2.limit=50").TaskPool.Tasks);
        Assert.Equal([new("cola"), new("sst2", Limit: 50)], ExperimentFile.Read(text, "taskpool.tasks.1.limit=50").TaskPool.Tasks);
        Assert.Equal([new("cola"), new("rte")], ExperimentFile.Read(text, "taskpool.tasks.sst2=rte").TaskPool.Tasks);
    }

    [Fact]
    public void Part_of_a_named_model_pool_is_set()
    {
        var pool = ExperimentFile.Read(
            Named.Replace("_glue\n", "_glue_lora16\n", StringComparison.Ordinal), "modelpool.models._pretrained_=./base", "modelpool.models.glue-rte.adapter=./rte_lora16").ModelPool;
        CheckpointReference hub = new(CheckpointKind.Hub, "google/flan-t5-base", "main");

        Assert.Null(pool.Name);
        Assert.Equal(hub, pool.Tokenizer);
        Assert.Equal(new("_pretrained_", new(CheckpointKind.Folder, ExperimentFile.Full("base"))), pool.Models[0]);
        Assert.Equal(new("glue-rte", hub, new(CheckpointKind.Folder, ExperimentFile.Full("rte_lora16"))), pool.Models[6]);
        Assert.Equal(
            [.. KnownModelPools.FlanT5BaseGlueLora16.Models.Where((_, i) => i is not (0 or 6))], [.. pool.Models.Where((_, i) => i is not (0 or 6))]);
    }

    [Fact]
    public void Name_with_dots_is_one_part()
    {
        string text = ExperimentFile.Good.Replace("glue-cola:", "v1.cola:", StringComparison.Ordinal).Replace("baselines:", "#", StringComparison.Ordinal);

        Assert.Equal("org/name", ExperimentFile.Read(text, "modelpool.models.v1.cola=org/name").ModelPool.Models[1].Checkpoint.Location);
    }

    [Fact]
    public void Key_that_the_file_lacks_is_added()
    {
        var experiment = ExperimentFile.Read("name: x", "modelpool.models.m=./base", "taskpool=[cola]", "methods=[dummy]", "dtype=float16");

        Assert.Equal("m", experiment.ModelPool.Models.Single().Name);
        Assert.Equal("F16", experiment.OutputDType);
    }

    [Theory]
    [InlineData("dtype", "this is not key=value; write --set taskpool.max_length=20")]
    [InlineData("=3", "this is not key=value; write --set taskpool.max_length=20")]
    [InlineData("a..b=3", "the key has an empty part or too many; write names joined by single dots, such as taskpool.max_length")]
    [InlineData("nane=x", "an experiment has no key 'nane'; did you mean 'name'?")]
    [InlineData("name=[", "this is not valid YAML: while parsing a node, did not find expected node content; check the indentation, quotes and brackets here and above")]
    [InlineData("name=3", "'name' must be a text, not the number 3; put it in quotes: \"3\"")]
    [InlineData("name.first=x", "'name' is the text 'demo', which has no parts; set 'name' as a whole")]
    [InlineData("taskpool.tasks.sst2.limit=5", "'taskpool.tasks' has no entry 'sst2'; its entries are cola, rte")]
    [InlineData("taskpool.tasks.cole.limit=5", "'taskpool.tasks' has no entry 'cole'; did you mean 'cola'?")]
    [InlineData("taskpool.tasks.cola.limit=0", "'limit' must be a whole number from 1 to 2147483647, not the number 0; write limit: 200")]
    [InlineData("taskpool.tasks.9.limit=5", "'taskpool.tasks' has no entry '9'; its entries are cola, rte")]
    [InlineData("methods.ties.threshold=5", "'methods' has no entry 'ties'; did you mean 'ties_merging'?")]
    [InlineData("methods.ties_merging.treshold=5", "the method 'ties_merging' has no key 'treshold'; did you mean 'threshold'?")]
    [InlineData("methods.ties_merging.threshold=abc", "'threshold' must be a number from 0 to 100, not the text 'abc'; write threshold: 20")]
    [InlineData("methods.task_arithmetic.scaling_factor.7=1", "'methods.task_arithmetic.scaling_factor' has no entry '7'; its 3 items have numbers from 0")]
    [InlineData("modelpool.models.glue-cola=./nowhere", "there is no folder './nowhere' (FOLDER/nowhere); paths are relative to the experiment file's folder")]
    [InlineData("modelpool.models._pretrained_.path=./base", "'modelpool.models._pretrained_' is the text './base', which has no parts; set 'modelpool.models._pretrained_' as a whole")]
    public void Override_that_is_wrong_is_refused_by_its_text(string text, string message) =>
        Assert.Equal($"--set {text}: {message}", ExperimentFile.Refused(ExperimentFile.Good, text));

    [Fact]
    public void Entry_that_is_there_twice_needs_a_number()
    {
        string text = Named.Replace("simple_average", "task_arithmetic: { scaling_factor: 1 }", StringComparison.Ordinal);

        Assert.Equal(
            "--set methods.task_arithmetic.scaling_factor=2: 'methods' has several entries 'task_arithmetic'; say which by its number from 0: methods.0 or methods.1",
            ExperimentFile.Refused(text, "methods.task_arithmetic.scaling_factor=2"));
        Assert.Equal("2", Values(ExperimentFile.Read(text, "methods.1.scaling_factor=2"), 1, "scaling_factor"));
    }

    private static string Values(Experiment experiment, int method, string parameter) =>
        string.Join(' ', experiment.Methods[method].Parameters.Single(one => one.Name == parameter).Values);
}
