using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Published;

/// <summary>A measured row against the published one, for programs.</summary>
public static class PublishedJson
{
    /// <returns>By task; null where the row was not published.</returns>
    public static JsonObject? Of(Leaderboard leaderboard, LeaderboardRow row)
    {
        var published = PublishedTable.Rows(leaderboard).FirstOrDefault(pair => pair.Row == row).Published;
        return published is null ? null : new JsonObject(
            from task in leaderboard.Tasks
            let verdict = PublishedVerdict.Of(published, task.Name, row.ScoreOn(task))
            where verdict is not null
            select KeyValuePair.Create(task.Name, (JsonNode?)new JsonObject
            {
                ["published_percent"] = verdict.Published,
                ["points"] = verdict.Points,
                ["counts"] = verdict.Counts,
                ["verdict"] = verdict.Verdict,
            }));
    }
}
