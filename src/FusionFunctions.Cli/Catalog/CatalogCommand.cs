using System.CommandLine;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Catalog;

/// <summary><c>fusion catalog list</c> and <c>fusion catalog show NAME</c></summary>
internal static class CatalogCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Print every name with one line about it.");
        list.SetAction(_ => CatalogList.Print(BuiltInCatalog.Instance));
        var name = new Argument<string>("NAME") { Description = "A model pool, a task pool, a merge method or a task." };
        var show = new Command("show", "Print all about one of them.") { name };
        show.SetAction(parsed => CatalogItem.Print(BuiltInCatalog.Instance, parsed.GetValue(name)!));
        return new Command("catalog", "The names that an experiment may use: model pools, task pools, merge methods and tasks.") { list, show };
    }
}
