using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Tests.Experiments;

public sealed class ExperimentDigestTests
{
    private const string Block = """
        # A comment.
        name: demo
        modelpool: Seq2SeqLMPool/flan-t5-base_individual
        methods:
          - dummy
        baselines:
          - pretrained
        taskpool:
          max_length: 10
          tasks:
            - name: sst2
              limit: 200
            - rte
        """;

    [Theory]
    [InlineData("{ taskpool: [{ limit: 2e2, name: sst2 }, rte], baselines: ['pretrained'], methods: [dummy: {}], modelpool: \"Seq2SeqLMPool/flan-t5-base_individual\", name: demo }")]
    [InlineData("""{"name":"demo","modelpool":{"models":{"_pretrained_":"google/flan-t5-base"},"tokenizer":"google/flan-t5-base@main"},"methods":["dummy"],"baselines":["pretrained"],"taskpool":{"tasks":[{"name":"sst2","limit":200},{"name":"rte"}]}}""")]
    public void Digest_is_that_of_the_content(string sameContent) =>
        Assert.Equal(ExperimentDigest.Of(ExperimentFile.Read(Block)), ExperimentDigest.Of(ExperimentFile.Read(sameContent)));

    [Fact]
    public void Digest_of_an_override_is_that_of_the_file_it_stands_for()
    {
        string changed = ExperimentFile.Good.Replace("[0.1, 0.2, 0.3]", "0.5", StringComparison.Ordinal).Replace("100 }", "7 }", StringComparison.Ordinal);

        Assert.Equal(
            ExperimentDigest.Of(ExperimentFile.Read(changed)),
            ExperimentDigest.Of(ExperimentFile.Read(ExperimentFile.Good, "methods.task_arithmetic.scaling_factor=0.50", "taskpool.tasks.rte.limit=7")));
    }

    [Fact]
    public void Digest_does_not_follow_the_order_of_parameters()
    {
        string other = ExperimentFile.Good.Replace(
            "scaling_factor: 0.3, threshold: 20, merge_func: sum", "merge_func: sum, scaling_factor: 0.3, threshold: 20.0", StringComparison.Ordinal);

        Assert.NotEqual(ExperimentFile.Good, other);
        Assert.Equal(ExperimentDigest.Of(ExperimentFile.Read(ExperimentFile.Good)), ExperimentDigest.Of(ExperimentFile.Read(other)));
    }

    [Fact]
    public void Digest_changes_with_everything_that_is_asked_for()
    {
        string[] overrides =
        [
            "name=other", "dtype=float32", "dtype=bfloat16", "precision=tf32", "precision=bf16", "full_answers=true", "baselines=[pretrained]", "baselines=[pretrained, fine_tuned, individual]",
            "methods=[simple_average]", "methods.task_arithmetic.scaling_factor=[0.1, 0.3, 0.2]", "methods.task_arithmetic.scaling_factor=0.1",
            "methods.ties_merging.merge_func=max", "methods.ties_merging.remove_keys=[a]", "methods.ties_merging.remove_keys=[[a], [b]]",
            "modelpool.models.glue-cola=./sst2", "modelpool.models.glue-rte.base=./cola", "modelpool.models.glue-rte.adapter=./base", "modelpool.tokenizer=./cola",
            "modelpool.models.glue-cola=org/name", "modelpool.models.glue-cola=org/name@v1", "modelpool.models.more=./base",
            "modelpool.models={ _pretrained_: ./base, glue-rte: { base: ./base, adapter: ./rte_lora16 }, glue-cola: ./cola }",
            "taskpool.max_length=20", "taskpool.tasks.cola.limit=100", "taskpool.tasks.rte.limit=99", "taskpool.tasks.rte.dataset=./cola.jsonl",
            "taskpool.tasks.cola.split=test", "taskpool.tasks=[{ name: rte, dataset: ./rte.jsonl, limit: 100 }, cola]", "taskpool.tasks=[cola]",
        ];

        string[] digests = [.. overrides.Select(one => ExperimentDigest.Of(ExperimentFile.Read(ExperimentFile.Good, one))), ExperimentDigest.Of(ExperimentFile.Read(ExperimentFile.Good))];

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void Digest_with_the_usual_precision_is_that_without() =>
        Assert.Equal(ExperimentDigest.Of(ExperimentFile.Read(Block)), ExperimentDigest.Of(ExperimentFile.Read(Block, "precision=f32")));

    [Fact]
    public void Digest_of_an_experiment_stays_the_same_from_version_to_version() =>
        Assert.Equal("demo-11ef06b24371", ExperimentDigest.RunName(ExperimentFile.Read(Block)));

    [Fact]
    public void RunName_starts_with_the_name_and_the_digest()
    {
        var experiment = ExperimentFile.Read(ExperimentFile.Good);

        Assert.Equal($"demo-{ExperimentDigest.Of(experiment)[..12]}", ExperimentDigest.RunName(experiment));
        Assert.NotEqual(ExperimentDigest.RunName(experiment), ExperimentDigest.RunName(experiment.WithLimit(10)));
    }

    [Theory]
    [InlineData("""{ "b": 2.0, "a": [1e0, -0.0, "ü</>", null, true] }""", """{"a":[1,0,"ü</>",null,true],"b":2}""")]
    [InlineData("\"\\u0007\\n\"", "\"\\u0007\\n\"")]
    [InlineData("null", "null")]
    public void Canonical_JSON_is_one_text_for_one_value(string written, string canonical) => Assert.Equal(canonical, CanonicalJson.Write(JsonNode.Parse(written)));

    [Fact]
    public void Content_digest_is_the_sha256_of_the_canonical_JSON() =>
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", ContentDigest.Of(new JsonObject()));
}
