using System.CommandLine;
using FusionFunctions.Cli.Catalog;
using FusionFunctions.Cli.Display;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Methods;

/// <summary><c>fusion methods list</c> and <c>fusion methods show NAME</c></summary>
internal static class MethodsCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Print every merge method with one line about it.");
        list.SetAction(_ => Columns.Print(CatalogList.Methods(BuiltInCatalog.Instance), texts: 2));
        var name = new Argument<string>("NAME") { Description = "A method, such as ties_merging or mergekit/della." };
        var show = new Command("show", "Print a method's formula, its paper, and its parameters with types, defaults and ranges.") { name };
        show.SetAction(parsed => Show(parsed.GetValue(name)!));
        return new Command("methods", "The merge methods.") { list, show };
    }

    private static void Show(string name)
    {
        var catalog = BuiltInCatalog.Instance;
        MethodText.Print(catalog.FindMethod(name) ?? throw catalog.UnknownMethod(name));
    }
}
