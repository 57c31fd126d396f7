namespace FusionFunctions.Leaderboards.Tables;

/// <summary>A table ready to be shown, in Markdown or on a terminal alike.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Header">One text a column.</param>
/// <param name="Lines">Each as long as the header.</param>
public sealed record LeaderboardTable(
    string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<LeaderboardCell>> Lines);
