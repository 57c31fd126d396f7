namespace FusionFunctions.Http;

/// <summary>The routes, the same in every host.</summary>
public static class ApiRoutes
{
    /// <summary>Of <see cref="Start"/>'s query: where relative paths start, for servers that let experiments name local paths.</summary>
    public const string FolderParameter = "folder";

    public static ApiRoute Start { get; } = new("StartExperiment", "POST", "api/experiments", "Run an experiment: the file as the body, YAML or JSON.");

    public static ApiRoute List { get; } = new("ListExperiments", "GET", "api/experiments", "The runs that are known.");

    public static ApiRoute Status { get; } = new("ExperimentStatus", "GET", "api/experiments/{id}", "How far a run is.");

    public static ApiRoute Leaderboard { get; } = new(
        "ExperimentLeaderboard", "GET", "api/experiments/{id}/leaderboard", "A completed run's leaderboard, as the Accept header asks.");

    public static ApiRoute LeaderboardFile { get; } = new(
        "ExperimentLeaderboardFile", "GET", "api/experiments/{id}/leaderboard.{extension}", "The same as md, json or csv.");

    public static ApiRoute Stop { get; } = new("StopExperiment", "DELETE", "api/experiments/{id}", "Stop a run and withdraw its compute requests.");

    public static ApiRoute Catalog { get; } = new("Catalog", "GET", "api/catalog", "The methods, pools and tasks that experiments may name.");

    public static ApiRoute OpenApi { get; } = new("OpenApi", "GET", "api/openapi.json", "This document.", IsOpen: true);

    public static IReadOnlyList<ApiRoute> All { get; } = [Start, List, Status, Leaderboard, LeaderboardFile, Stop, Catalog, OpenApi];

    public static string StatusPath(string id) => $"/api/experiments/{id}";

    public static string LeaderboardPath(string id) => $"{StatusPath(id)}/leaderboard";
}
