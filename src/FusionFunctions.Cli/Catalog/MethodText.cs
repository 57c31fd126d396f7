using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Cli.Catalog;

/// <summary>A merge method: its formula, and its parameters with types, defaults and ranges.</summary>
internal static class MethodText
{
    public static void Print(MethodDescription method)
    {
        Console.WriteLine($"Method {method.Name} ({method.Title})");
        Console.WriteLine($"  {method.Summary}");
        Console.WriteLine($"  Source: {method.Source}");
        Console.WriteLine($"  Needs:  {Needs(method)}");
        if (method.Parameters.Count == 0)
            Console.WriteLine("No parameters.");
        else
            Columns.Print(
                [["parameter", "type", "default", "allowed", ""], .. method.Parameters.Select(Cells)], texts: 5);
        string filters = string.Join(" and ", TensorFilter.Parameters.Select(filter => filter.Name));
        Console.WriteLine($"As every method it takes {filters}: names of tensors, * for any characters, that are merged or left out.");
    }

    private static string Needs(MethodDescription method) => (method.NeedsPretrained, method.NeedsFineTuned) switch
    {
        (true, true) => "_pretrained_ and fine-tuned models",
        (true, false) => "_pretrained_",
        (false, true) => "fine-tuned models",
        _ => "any model",
    };

    private static string[] Cells(ParameterDescription parameter) =>
        [parameter.Name, Type(parameter.Type), ParameterRule.Text(parameter.Default), Allowed(parameter), parameter.Summary];

    private static string Type(ParameterType type) => type switch
    {
        ParameterType.TextList => "list of texts",
        ParameterType.NumberList => "number or list of numbers",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static string Allowed(ParameterDescription parameter) => parameter switch
    {
        { Type: ParameterType.Boolean } => "true | false",
        { Choices: { } choices } => string.Join(" | ", choices),
        { Minimum: { } least, Maximum: { } most } => $"{ParameterRule.Text(least)} to {ParameterRule.Text(most)}",
        { Minimum: { } least } => $"from {ParameterRule.Text(least)}",
        { Maximum: { } most } => $"up to {ParameterRule.Text(most)}",
        _ => "any",
    };
}
