using System.Net.Http.Headers;

namespace FusionFunctions.Http.Answers;

/// <summary>What experiments come in and leaderboards go out as.</summary>
internal static class MediaTypes
{
    private static readonly string[] s_experiments = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/json"];

    private static readonly (string Extension, string MediaType)[] s_leaderboards =
        [("json", "application/json"), ("md", "text/markdown"), ("csv", "text/csv")];

    /// <summary>The forms of a leaderboard.</summary>
    public static IEnumerable<string> Leaderboards => s_leaderboards.Select(offer => offer.MediaType);

    public static string Experiments => string.Join(", ", s_experiments);

    public static bool IsExperiment(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && s_experiments.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first of the caller's favourites that there is; JSON for callers without any.</summary>
    /// <returns>Null where none of them is there.</returns>
    public static (string Extension, string MediaType)? Leaderboard(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
            return s_leaderboards[0];
        var wishes = accept.Split(',').Select(part => MediaTypeWithQualityHeaderValue.TryParse(part, out var wish) ? wish : null)
            .OfType<MediaTypeWithQualityHeaderValue>().Where(wish => wish.Quality is not 0).OrderByDescending(wish => wish.Quality ?? 1);
        foreach (var wish in wishes)
            foreach (var offer in s_leaderboards)
                if (Matches(wish.MediaType ?? "", offer.MediaType))
                    return offer;
        return null;
    }

    public static (string Extension, string MediaType)? LeaderboardFile(string extension)
    {
        foreach (var offer in s_leaderboards)
            if (offer.Extension == extension)
                return offer;
        return null;
    }

    private static bool Matches(string wish, string offer) =>
        wish == "*/*" || wish.Equals(offer, StringComparison.OrdinalIgnoreCase)
        || (wish.EndsWith("/*", StringComparison.Ordinal) && offer.StartsWith(wish[..^1], StringComparison.OrdinalIgnoreCase));
}
