using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.Pipeline;

public sealed class HubRefusalTests
{
    [Theory]
    [InlineData(HubFailure.Unavailable, nameof(HubAwayException), false)]
    [InlineData(HubFailure.Damaged, nameof(HubException), true)]
    [InlineData(HubFailure.NotFound, nameof(CheckpointException), false)]
    [InlineData(HubFailure.AccessDenied, nameof(CheckpointException), false)]
    public async Task TranslateAsync_failure_of_the_hub_is_tried_again_only_where_its_client_has_not_done_so(HubFailure failure, string type, bool isTriedAgain)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => HubRefusal.TranslateAsync<int>(() => throw new HubException(failure, "why")));

        Assert.Equal((type, "why"), (error.GetType().Name, error.Message));
        Assert.Equal(isTriedAgain, Retries.Activity.AllowsAnother(1, error.GetType().Name));
        Assert.Equal(type == nameof(CheckpointException), BadInput.Is(error));
    }
}
