using System.Text;

namespace FusionFunctions.Http.Answers;

/// <summary>Reads a request's body as text, and no more of it than an experiment can need.</summary>
internal static class BoundedBody
{
    public const int MaxBytes = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<(string? Text, ApiResponse? Refusal)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxBytes + 1];
        int count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (count > MaxBytes)
            return (null, ApiResponse.Problem(413, "Content too large", $"An experiment has at most {MaxBytes} bytes."));
        try
        {
            return (Utf8.GetString(buffer.AsSpan(0, count)), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, ApiResponse.Problem(400, "Bad request", "The body is no text in UTF-8."));
        }
    }
}
