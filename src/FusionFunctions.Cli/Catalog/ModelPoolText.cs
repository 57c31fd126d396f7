using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Cli.Catalog;

/// <summary>A model pool: where its models come from.</summary>
internal static class ModelPoolText
{
    public static void Print(ModelPool pool)
    {
        Console.WriteLine($"Model pool {pool.Name}");
        Columns.Print(
            [["model", "checkpoint", "adapter"], .. pool.Models.Select(model => new[] { model.Name, model.Checkpoint.ToString(), model.Adapter?.ToString() ?? "" })],
            texts: 3, indent: 2);
        if (KnownModelPools.IsClassification(pool))
            Console.WriteLine("Classification heads are not evaluated yet: use it with 'taskpool: dummy'.");
        else
            Console.WriteLine($"Tokenizer: {pool.Tokenizer ?? pool.Models[0].Checkpoint}");
    }
}
