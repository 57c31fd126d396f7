using CsCheck;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

internal enum StepKind
{
    Activity,
    Flaky,
    Failing,
    Timer,
    Status,
    Sequence,
    All,
    Any,
    Child,
}

/// <summary>A random program for an orchestrator: what it does, and with which steps inside.</summary>
internal sealed record Step(StepKind Kind, Step[] Steps)
{
    /// <summary>Unlike that of any other step.</summary>
    public int Id { get; set; }

    public static Gen<Step> Gen { get; } = CsCheck.Gen.Recursive<Step>((depth, step) => depth >= 3
        ? CsCheck.Gen.Enum<StepKind>().Where(kind => kind < StepKind.Sequence).Select(kind => new Step(kind, []))
        : CsCheck.Gen.Select(CsCheck.Gen.Enum<StepKind>(), step.Array[0, 3], (kind, steps) => new Step(kind, kind < StepKind.Sequence ? [] : steps)));

    /// <returns>The ids of what succeeded, in the order of the program; of 'Any' nothing, since who is first is chance.</returns>
    public async Task<int[]> RunAsync(IOrchestrationContext context)
    {
        switch (Kind)
        {
            case StepKind.Activity:
                return [await context.CallActivityAsync<int>("work", Id)];
            case StepKind.Flaky:
                // It fails once in every process, and there are up to three.
                return [await context.CallActivityAsync<int>("flaky", Id, new RetryOptions(4, TimeSpan.FromSeconds(1)))];
            case StepKind.Failing:
                await Assert.ThrowsAsync<ActivityFailedException>(() => context.CallActivityAsync<int>("fail", Id));
                return [];
            case StepKind.Timer:
                await context.CreateTimer(TimeSpan.FromSeconds(Id));
                return [];
            case StepKind.Status:
                context.SetCustomStatus(Id);
                return [];
            case StepKind.Sequence:
                List<int> ids = [];
                foreach (var step in Steps)
                    ids.AddRange(await step.RunAsync(context));
                return [.. ids];
            case StepKind.All:
                return [.. (await Task.WhenAll(Steps.Select(step => step.RunAsync(context)))).SelectMany(one => one)];
            case StepKind.Any:
                if (Steps.Length > 0)
                    await Task.WhenAny(Steps.Select(step => step.RunAsync(context)));
                return [];
            default:
                return await context.CallSubOrchestratorAsync<int[]>("child", new Step(StepKind.All, Steps));
        }
    }

    /// <summary>Gives each step its number.</summary>
    public int Number(int next)
    {
        Id = next++;
        foreach (var step in Steps)
            next = step.Number(next);
        return next;
    }
}
