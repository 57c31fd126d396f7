using System.Buffers;
using System.Text;

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
    public static BlobPath Parse(string text) => Problem(text) is { } problem ? throw new BlobPathException(text, problem) : new(text);

    /// <summary>For names that come from a listing: what is no blob path is no blob of ours.</summary>
    public static bool TryParse(string text, out BlobPath path)
    {
        bool valid = Problem(text) is null;
        path = valid ? new(text) : default;
        return valid;
    }

    /// <summary>Appends one or more segments.</summary>
    public static BlobPath operator /(BlobPath folder, string name) => Parse($"{folder.Value}/{name}");

    public override string ToString() => Value;

    private static string? Problem(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return $"its length must be 1 to {MaxLength}";
        foreach (char c in text)
            if (c == '\\' || char.IsControl(c))
                return "backslashes and control characters are not allowed";
        if (!IsUnicode(text))
            return "it holds half a surrogate pair";
        foreach (var segment in text.AsSpan().Split('/'))
            if (text.AsSpan(segment) is "" or [.., '.'])
                return "segments must not be empty or end with '.'";
        return null;
    }

    /// <summary>Halves of surrogate pairs would all become the same replacement character in a file's or blob's name.</summary>
    private static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int used) != OperationStatus.Done)
                return false;
            text = text[used..];
        }
        return true;
    }
}
