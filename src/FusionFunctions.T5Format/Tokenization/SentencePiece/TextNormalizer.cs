using System.Buffers;
using System.Text;

namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>
/// A text as SentencePiece segments it: characters replaced by the rules of the map, a blank put in front, blanks as U+2581, and (where the
/// model asks for it) no blanks at the ends or in runs. The same as Normalizer::Normalize of SentencePiece 0.1.97.
/// </summary>
internal sealed class TextNormalizer
{
    private readonly CharsMap _map;
    private readonly PieceTrie? _userDefined;
    private readonly bool _removeExtraWhitespaces;

    /// <exception cref="InvalidDataException">The model's map makes no sense.</exception>
    public TextNormalizer(SentencePieceModel model)
    {
        _map = new(model.CharsMap);
        _removeExtraWhitespaces = model.RemoveExtraWhitespaces;
        var userDefined = model.Pieces.Where(piece => piece.Type == PieceType.UserDefined).Select((piece, i) => (piece.Utf8, i)).ToArray();
        _userDefined = userDefined.Length == 0 ? null : new(userDefined);
    }

    /// <summary>U+2581 in UTF-8.</summary>
    public static ReadOnlySpan<byte> Blank => "\u2581"u8;

    public ReadOnlyMemory<byte> Normalize(ReadOnlySpan<byte> utf8)
    {
        if (_removeExtraWhitespaces)
            while (!utf8.IsEmpty && Next(utf8, out int blank).SequenceEqual(" "u8))
                utf8 = utf8[blank..];
        if (utf8.IsEmpty)
            return default;

        var output = new ArrayBufferWriter<byte>(utf8.Length + 64);
        output.Write(Blank);
        bool isAfterBlank = _removeExtraWhitespaces;
        while (!utf8.IsEmpty)
        {
            var next = Next(utf8, out int consumed);
            if (isAfterBlank)
                next = next.TrimStart((byte)' ');
            if (!next.IsEmpty)
            {
                Write(output, next);
                isAfterBlank = _removeExtraWhitespaces && next[^1] == ' ';
            }
            utf8 = utf8[consumed..];
        }
        var normalized = output.WrittenMemory;
        if (_removeExtraWhitespaces)
            while (normalized.Span.EndsWith(Blank))
                normalized = normalized[..^Blank.Length];
        return normalized;
    }

    // What the start of the text becomes, and how much of the text that is.
    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> utf8, out int consumed)
    {
        if (_userDefined is not null && (consumed = _userDefined.LongestPrefix(utf8)) > 0)
            return utf8[..consumed];
        if (_map.TryReplace(utf8, out var replacement, out consumed))
            return replacement;
        if (Rune.DecodeFromUtf8(utf8, out _, out consumed) == OperationStatus.Done)
            return utf8[..consumed];
        consumed = 1;
        return "\uFFFD"u8;
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        for (int blank; (blank = text.IndexOf((byte)' ')) >= 0; text = text[(blank + 1)..])
        {
            output.Write(text[..blank]);
            output.Write(Blank);
        }
        output.Write(text);
    }
}
