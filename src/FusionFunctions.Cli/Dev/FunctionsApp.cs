using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Dev;

/// <summary>The orchestrator as a Functions app under Core Tools.</summary>
internal static class FunctionsApp
{
    private const string Project = "FusionFunctions.App.csproj";

    /// <returns>The program <c>func</c>; null for the embedded host.</returns>
    /// <exception cref="PipelineException">The app is asked for, and cannot be started.</exception>
    public static string? Find(string orchestrator, string folder)
    {
        if (orchestrator == Orchestrators.Embedded)
            return null;
        bool isThere = File.Exists(Path.Join(folder, Project));
        string? tools = Programs.OnPath("func");
        if (orchestrator == Orchestrators.Auto)
            return isThere ? tools : null;
        if (!isThere)
            throw new PipelineException($"There is no Functions app in '{folder}': give its folder with --app, or --orchestrator embedded.");
        return tools ?? throw new PipelineException(
            "Azure Functions Core Tools are not installed: run 'npm install -g azure-functions-core-tools@4', or give --orchestrator embedded.");
    }

    /// <summary>What local.settings.json would say; Core Tools let variables win over it.</summary>
    public static Dictionary<string, string?> Settings(string connection) => new()
    {
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
        ["AzureWebJobsStorage"] = connection,
        ["FUSION_STORE"] = connection,
        ["FUSION_QUEUE"] = connection,
        ["FUSION_UPLOADS"] = connection,
        ["FUSION_CONTAINER"] = "fusion",
    };
}
