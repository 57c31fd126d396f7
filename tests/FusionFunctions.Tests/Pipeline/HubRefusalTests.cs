using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.Pipeline;

public sealed class HubRefusalTests
{
    [Theory]
    [InlineData(HubFailure.Unavailable, nameof(HubAwayException))]
    [InlineData(HubFailure.Damaged, nameof(HubException))]
    [InlineData(HubFailure.NotFound, nameof(CheckpointException))]
    [InlineData(HubFailure.AccessDenied, nameof(CheckpointException))]
    public async Task TranslateAsync_failure_of_the_hub_is_not_tried_again_since_its_client_has_done_so(HubFailure failure, string type)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => HubRefusal.TranslateAsync<int>(() => throw new HubException(failure, "why")));

        Assert.Equal((type, "why"), (error.GetType().Name, error.Message));
        Assert.False(Retries.Activity.AllowsAnother(1, error.GetType().Name));
        Assert.Equal(type == nameof(CheckpointException), BadInput.Is(error));
    }
}
