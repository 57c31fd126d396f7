using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class PeftTaskTests
{
    [Theory]
    [InlineData("""["T5ForConditionalGeneration"]""", "SEQ_2_SEQ_LM")]
    [InlineData("""["LlamaForCausalLM"]""", "CAUSAL_LM")]
    [InlineData("""["GPT2LMHeadModel"]""", "CAUSAL_LM")]
    [InlineData("""["RobertaForSequenceClassification"]""", "SEQ_CLS")]
    [InlineData("""["BertForTokenClassification"]""", "TOKEN_CLS")]
    [InlineData("""["BertForQuestionAnswering", "BertForTokenClassification"]""", "QUESTION_ANS")]
    [InlineData("""["BertModel"]""", null), InlineData("[]", null), InlineData("[7]", null), InlineData("\"T5ForConditionalGeneration\"", null), InlineData("null", null)]
    public void Task_follows_from_the_first_architecture_and_stands_in_the_config(string architectures, string? task)
    {
        var config = CheckpointConfig.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{ "architectures": {{architectures}} }"""), "config.json");

        Assert.Equal(task, PeftTask.Of(config));
        var written = LoraConfigJson.Of("org/base", 4, 4, ["q"], PeftTask.Of(config));
        Assert.Equal((true, task), (written.ContainsKey("task_type"), (string?)written["task_type"]));
    }

    [Fact]
    public void Task_of_a_base_without_a_config_is_left_open() => Assert.Null(PeftTask.Of(null));
}
