using Polly;
using Polly.Retry;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>Tries again while the hub is unavailable: a bounded number of times, backing off with jitter or as long as it asks for.</summary>
internal sealed class HubRetry(HubOptions options, TimeProvider time)
{
    private readonly ResiliencePipeline _pipeline = Build(options, time);

    public async Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        int attempts = 0;
        try
        {
            return await _pipeline.ExecuteAsync(
                token =>
                {
                    attempts++;
                    return attempt(token);
                },
                cancellationToken);
        }
        catch (HubException e) when (e.Failure == HubFailure.Unavailable)
        {
            string wait = e.RetryAfter is { } asked ? $" It asks to wait {asked.TotalSeconds:0} s." : "";
            throw new HubException(e.Failure, $"{e.Message}{wait} Gave up after {attempts} {(attempts == 1 ? "try" : "tries")}; run again later.", e)
            {
                RetryAfter = e.RetryAfter,
            };
        }
    }

    private static ResiliencePipeline Build(HubOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.MaxRetries == 0)
            return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HubException>(e =>
                e.Failure == HubFailure.Unavailable && !(e.RetryAfter > options.MaxRetryAfter)),
            MaxRetryAttempts = options.MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            OnRetry = args =>
            {
                options.Waits?.Report(new(args.Outcome.Exception!.Message, args.RetryDelay));
                return default;
            },
            DelayGenerator = args => new((args.Outcome.Exception as HubException)?.RetryAfter),
        }).Build();
    }
}
