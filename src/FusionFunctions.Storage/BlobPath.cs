namespace FusionFunctions.Storage;

/// <summary>
/// The name of a blob inside a store: segments joined by '/', such as <c>merges/3f2a/model.safetensors</c>.
/// Never absolute, never with '.', '..', empty segments, backslashes or control characters, so it cannot leave the store.
/// </summary>
public readonly record struct BlobPath
{
    private const int MaxLength = 1024;
    private readonly string? _value;

    private BlobPath(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("This blob path was never set.");

    /// <summary>The last segment.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <exception cref="BlobPathException">The text is not a safe blob path.</exception>
    public static BlobPath Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
            throw new BlobPathException(text, $"its length must be 1 to {MaxLength}");
        foreach (char c in text)
            if (c == '\\' || char.IsControl(c))
                throw new BlobPathException(text, "backslashes and control characters are not allowed");
        foreach (var segment in text.AsSpan().Split('/'))
            if (text.AsSpan(segment) is "" or "." or "..")
                throw new BlobPathException(text, "segments must not be empty, '.' or '..'");
        return new BlobPath(text);
    }

    /// <summary>Appends one or more segments.</summary>
    public static BlobPath operator /(BlobPath folder, string name) => Parse($"{folder.Value}/{name}");

    public override string ToString() => Value;
}
