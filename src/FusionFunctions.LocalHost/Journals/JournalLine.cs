using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>
/// One event as bytes: a JSON object whose last member, "check", is taken of the line and of the check before it, so that a changed,
/// missing or moved line shows.
/// </summary>
internal static class JournalLine
{
    public const int MaxBytes = 64 << 20;
    public const string FirstCheck = "0000000000000000";

    private const string CheckKey = ",\"check\":\"";
    private const string CheckEnd = "\"}";
    private static readonly int s_trailerLength = CheckKey.Length + FirstCheck.Length + CheckEnd.Length;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <returns>The line with its line feed, and its check.</returns>
    public static (byte[] Bytes, string Check) Write(JournalEvent journalEvent, string previousCheck)
    {
        byte[] json = ToJson(journalEvent);
        var body = json.AsSpan(..^1);
        string check = CheckOf(body, previousCheck);
        return ([.. body, .. Encoding.ASCII.GetBytes($"{CheckKey}{check}{CheckEnd}\n")], check);
    }

    /// <param name="line">Without its line feed; changed by reading.</param>
    /// <returns>Null where the line is not as it was written.</returns>
    /// <exception cref="JsonException">The line is as it was written, but by another version.</exception>
    public static (JournalEvent Event, string Check)? Read(Span<byte> line, string previousCheck)
    {
        if (line.Length <= s_trailerLength)
            return null;
        var body = line[..^s_trailerLength];
        string check = CheckOf(body, previousCheck);
        if (!line[body.Length..].SequenceEqual(Encoding.ASCII.GetBytes($"{CheckKey}{check}{CheckEnd}")))
            return null;
        line[body.Length] = (byte)'}';
        return (JsonSerializer.Deserialize<JournalEvent>(line[..(body.Length + 1)], s_json) ?? throw new JsonException("The line is null."), check);
    }

    /// <summary>Whether two events say the same; when they happened does not matter.</summary>
    public static bool SameContent(JournalEvent one, JournalEvent other) => ToJson(one).AsSpan().SequenceEqual(ToJson(other with { At = one.At }));

    private static byte[] ToJson(JournalEvent journalEvent) => JsonSerializer.SerializeToUtf8Bytes(journalEvent, s_json);

    private static string CheckOf(ReadOnlySpan<byte> body, string previousCheck)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previousCheck));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, FirstCheck.Length / 2));
    }
}
