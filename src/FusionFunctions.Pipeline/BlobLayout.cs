using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline;

/// <summary>Where everything lies in a store; the same in a directory and in Blob Storage.</summary>
public static class BlobLayout
{
    /// <summary>A file that is put here is run, by hosts that watch.</summary>
    public const string Experiments = "experiments";

    /// <summary>A file of <see cref="Experiments"/>.</summary>
    /// <param name="name">With its extension.</param>
    public static BlobPath Upload(string name) => BlobPath.Parse($"{Experiments}/{name}");

    /// <summary>Says beside a file of <see cref="Experiments"/> why it has no leaderboard.</summary>
    /// <param name="name">The file's, with its extension.</param>
    public static BlobPath UploadErrors(string name) => Upload($"{System.IO.Path.GetFileNameWithoutExtension(name)}.errors.md");

    /// <summary>An HF-style folder; the digest is that of the recipe.</summary>
    public static string Merge(string digest) => $"merges/{digest}";

    /// <summary>The scores of some rows of one task; the digest is that of model, tokenizer, data set and settings.</summary>
    /// <param name="digest">See <see cref="Evaluations.EvaluationRecipe"/>.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="firstRow">0-based.</param>
    /// <param name="rows">How many.</param>
    public static BlobPath Evaluation(string digest, string task, int firstRow, int rows) =>
        BlobPath.Parse($"evaluations/{digest}/{task}/{firstRow:D6}-{rows}.json");

    /// <summary>The answers behind <see cref="Evaluation"/>, where they were asked for.</summary>
    public static BlobPath Answers(string digest, string task, int firstRow, int rows) =>
        BlobPath.Parse($"evaluations/{digest}/{task}/{firstRow:D6}-{rows}.answers.jsonl");

    /// <summary>Every experiment's, every run's.</summary>
    public const string Leaderboards = "leaderboards";

    /// <summary>Stands in the place of a run's name for the newest.</summary>
    public const string Latest = "latest";

    public static string Leaderboard(string experiment, string run) => $"{Leaderboards}/{experiment}/{run}";

    /// <summary>Copies of the newest leaderboard of an experiment.</summary>
    public static string LatestLeaderboard(string experiment) => Leaderboard(experiment, Latest);

    /// <summary>A request for a worker; the id is the digest of its content.</summary>
    public static BlobPath ComputeRequest(string id) => BlobPath.Parse($"compute/{id}/request.json");

    /// <summary>What a worker made of a request.</summary>
    public static BlobPath ComputeResult(string id) => BlobPath.Parse($"compute/{id}/result.json");

    /// <summary>Blobs named by the runs that wait for a request, each with the traceparent of its sending, or empty.</summary>
    public static string ComputeWishes(string id) => $"compute/{id}/runs";

    public static BlobPath ComputeWish(string id, string run) => BlobPath.Parse($"{ComputeWishes(id)}/{run}");

    /// <summary>Empty blobs, named by the requests that a run made.</summary>
    public static string RunRequests(string run) => $"{Run(run)}/compute";

    /// <summary>There once a run was stopped, until it is started again.</summary>
    public static BlobPath RunStopped(string run) => BlobPath.Parse($"{Run(run)}/stopped");

    /// <summary>Blobs named by the files of <see cref="Experiments"/> that asked for the run; see <see cref="Uploads.UploadMarks"/>.</summary>
    public static string RunUploads(string run) => $"{Run(run)}/uploads";

    public static BlobPath RunUpload(string run, string name) => BlobPath.Parse($"{RunUploads(run)}/{name}");

    /// <summary>The embedded host's journal.</summary>
    public static string Run(string run) => $"runs/{run}";
}
