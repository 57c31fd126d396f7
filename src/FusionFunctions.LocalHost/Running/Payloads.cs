using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Inputs and outputs as JSON of bounded length, in the one spelling that the journal uses.</summary>
internal sealed class Payloads(JsonSerializerOptions options)
{
    /// <summary>A leaderboard of ten thousand rows on eight tasks takes half of it.</summary>
    public const int MaxBytes = 32 << 20;

    private readonly JsonSerializerOptions _options = new(options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };

    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="LocalHostException">It is too long.</exception>
    public JsonElement Write(object? value, string what)
    {
        var element = JsonSerializer.SerializeToElement(value, value?.GetType() ?? typeof(object), _options);
        int length = JsonMarshal.GetRawUtf8Value(element).Length;
        return length <= MaxBytes ? element : throw new LocalHostException(
            $"{what} is {length} bytes of JSON; the journal takes {MaxBytes}. Put it into the store and pass its path.");
    }

    public T Read<T>(JsonElement element) => element.Deserialize<T>(_options)!;

    /// <param name="source">What gave it, for the message.</param>
    /// <exception cref="LocalHostException">It is something else.</exception>
    public T ReadResult<T>(JsonElement element, string source)
    {
        try
        {
            return Read<T>(element);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new LocalHostException($"What {source} gave is no {typeof(T).Name}: {e.Message}", e);
        }
    }

    public static string DigestOf(JsonElement element) => Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(element)));
}
