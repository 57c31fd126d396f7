using System.CommandLine;

namespace FusionFunctions.Cli.Inspect;

/// <summary><c>fusion inspect POOL|FOLDER|REPO …</c></summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description = "A model pool of the catalog, an experiment file (its pool), a folder, org/name or org/name@revision; a model or an adapter.",
            Arity = ArgumentArity.OneOrMore,
        };
        var tensors = new Option<bool>("--tensors") { Description = "List every tensor." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var store = StoreOption.Create("What holds the files that are fetched");
        var command = new Command(
            "inspect", "Print what models are made of; of several, how far and in which directions they went from their base: _pretrained_ of the pool, or the first one.")
        {
            models, tensors, json, store,
        };
        command.SetAction((parsed, cancellationToken) => InspectAction.RunAsync(
            parsed.GetValue(models)!, parsed.GetValue(tensors), parsed.GetValue(json), parsed.GetValue(store)!, cancellationToken));
        return command;
    }
}
