namespace FusionFunctions.Leaderboards;

/// <summary>A file that is not a leaderboard; the message says what is wrong and the remedy.</summary>
public sealed class LeaderboardException(string message, Exception? innerException = null) : Exception(message, innerException);
