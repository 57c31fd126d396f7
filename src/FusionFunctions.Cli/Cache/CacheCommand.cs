using System.CommandLine;

namespace FusionFunctions.Cli.Cache;

/// <summary><c>fusion cache list|verify|prune</c></summary>
internal static class CacheCommand
{
    private const int MostDays = 100_000;

    public static Command Create() =>
        new("cache", "What the store holds of the Hugging Face hub: checkpoints, adapters and data sets by commit.") { List(), Verify(), Prune() };

    private static Command List()
    {
        var store = StoreOption.Create("The store");
        var command = new Command("list", "Print every commit with its size.") { store };
        command.SetAction((parsed, cancellationToken) => CacheList.RunAsync(parsed.GetValue(store)!, cancellationToken));
        return command;
    }

    private static Command Verify()
    {
        var store = StoreOption.Create("The store");
        var command = new Command("verify", "Read every file and compare it with what the hub said of it; ends with 1 where something is wrong.") { store };
        command.SetAction((parsed, cancellationToken) => CacheVerify.RunAsync(parsed.GetValue(store)!, cancellationToken));
        return command;
    }

    private static Command Prune()
    {
        var store = StoreOption.Create("The store");
        var name = new Argument<string?>("NAME[@COMMIT]") { Description = "A repository, or one commit of it by its first digits.", Arity = ArgumentArity.ZeroOrOne };
        var olderThan = CountOption.Create("--older-than", "Every commit of which nothing was fetched for N days.", MostDays);
        var all = new Option<bool>("--all") { Description = "Everything." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would go, and delete nothing." };
        var command = new Command("prune", "Delete commits; what a later run needs, it fetches again.") { name, store, olderThan, all, dryRun };
        command.SetAction((parsed, cancellationToken) => CachePrune.RunAsync(
            parsed.GetValue(store)!,
            PruneChoice.Of(parsed.GetValue(name), parsed.GetValue(olderThan), parsed.GetValue(all), DateTimeOffset.UtcNow),
            parsed.GetValue(dryRun),
            cancellationToken));
        return command;
    }
}
