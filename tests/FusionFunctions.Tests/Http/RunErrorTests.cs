using FusionFunctions.Http.Runs;

namespace FusionFunctions.Tests.Http;

public sealed class RunErrorTests
{
    [Theory]
    [InlineData("FusionFunctions.Pipeline.Orchestration.ActivityFailedException: org/name was not found: check the name.", "org/name was not found: check the name.")]
    [InlineData("Outer+Inner`1: It broke.", "It broke.")]
    [InlineData("It broke: badly.", "It broke: badly.")]
    [InlineData("/data/file.jsonl: no such file", "/data/file.jsonl: no such file")]
    [InlineData("System.Exception: a\nb: c", "a\nb: c")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void MessageOf_kept_failure_is_told_without_its_type(string? output, string? message) => Assert.Equal(message, RunError.MessageOf(output));
}
