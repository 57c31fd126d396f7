namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>What the hub itself said of a file on the way to it. Storage hosts are not asked: their ETags name something else.</summary>
internal sealed record HubHeaders
{
    public string? Commit { get; private init; }

    /// <summary>The content's sha256, or git's blob id.</summary>
    public string? Digest { get; private init; }

    public long? Size { get; private init; }

    public HubHeaders With(HttpResponseMessage message)
    {
        bool isContent = message.IsSuccessStatusCode;
        return new()
        {
            Commit = Value(message, "X-Repo-Commit") ?? Commit,
            Digest = Normalize(Value(message, "X-Linked-Etag")) ?? Digest ?? (isContent ? Normalize(Value(message, "ETag")) : null),
            Size = Number(Value(message, "X-Linked-Size")) ?? Size,
        };
    }

    private static string? Value(HttpResponseMessage message, string name) =>
        message.Headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString() : null;

    private static long? Number(string? text) => long.TryParse(text, System.Globalization.NumberStyles.None, null, out long size) ? size : null;

    /// <summary><c>W/"x"</c> and <c>"x"</c> to <c>x</c>.</summary>
    private static string? Normalize(string? tag) => tag is null ? null : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}
