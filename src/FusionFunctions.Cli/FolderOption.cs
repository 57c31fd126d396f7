using System.CommandLine;

namespace FusionFunctions.Cli;

/// <summary>A required option that names a folder to write into.</summary>
internal static class FolderOption
{
    public static Option<string> Create(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true, HelpName = "DIR" };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(option)))
                result.AddError($"{name} must name a folder.");
        });
        return option;
    }
}
