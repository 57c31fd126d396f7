using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Leaderboards;

/// <summary>Writes a leaderboard in every form, for the run and as the experiment's latest one.</summary>
public sealed class WriteLeaderboard(IBlobStore store) : IActivity<Leaderboard, string>
{
    /// <returns>The run's folder in the store.</returns>
    public async Task<string> RunAsync(Leaderboard input, CancellationToken cancellationToken)
    {
        string folder = BlobLayout.Leaderboard(input.Experiment, input.Run);
        await WriteAsync(folder, input, cancellationToken);
        await WriteAsync(BlobLayout.LatestLeaderboard(input.Experiment), input, cancellationToken);
        return folder;
    }

    private async Task WriteAsync(string folder, Leaderboard leaderboard, CancellationToken cancellationToken)
    {
        await WriteAsync(LeaderboardFile.Of(folder, "json"), LeaderboardJson.Write(leaderboard), cancellationToken);
        await WriteAsync(LeaderboardFile.Of(folder, "csv"), LeaderboardCsv.Write(leaderboard), cancellationToken);
        await WriteAsync(LeaderboardFile.Of(folder, "md"), LeaderboardMarkdown.Write(leaderboard), cancellationToken);
    }

    private Task<bool> WriteAsync(BlobPath path, string text, CancellationToken cancellationToken) =>
        store.WriteTextAsync(path, text, BlobWriteMode.Replace, cancellationToken);
}
