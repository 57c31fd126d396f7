using System.Text;
using FusionFunctions.Storage;
using FusionFunctions.T5Format.Tokenization.SentencePiece;

namespace FusionFunctions.T5Format.Tokenization;

/// <summary>
/// T5's tokenizer over a <c>spiece.model</c>: the ids and texts of Hugging Face's T5Tokenizer (the slow one, over SentencePiece).
/// It never changes, so threads may share it.
/// </summary>
public sealed class T5Tokenizer
{
    private readonly TextNormalizer _normalizer;
    private readonly UnigramSegmenter _segmenter;
    private readonly PieceDecoder _decoder;
    private readonly SpecialTokens _specialTokens;

    private T5Tokenizer(ReadOnlyMemory<byte> spieceModel)
    {
        var model = ModelProtoReader.Read(spieceModel);
        T5Vocabulary.Check(model);
        _normalizer = new(model);
        _segmenter = new(model.Pieces, T5Vocabulary.UnknownId);
        _decoder = new(spieceModel, model.Pieces);
        Pieces = model.Pieces.Count;
        VocabularySize = Pieces + T5Vocabulary.Sentinels;
        _specialTokens = new(VocabularySize);
    }

    /// <summary>Those of the file: 32,000 for T5. All texts are made of them, unless they spell a sentinel.</summary>
    public int Pieces { get; }

    /// <summary>The file's pieces and 100 sentinels: 32,100 for T5. (Models have 32,128 rows, the last of them unused.)</summary>
    public int VocabularySize { get; }

    /// <param name="store">Holds the folder.</param>
    /// <param name="folder">The folder with <c>spiece.model</c>; the empty folder is the store itself.</param>
    /// <param name="name">What the folder is, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="T5FormatException">There is no vocabulary, or it is not one of T5's.</exception>
    public static async Task<T5Tokenizer> LoadAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken) =>
        Create(await SpieceModelFile.ReadAsync(store, folder, name, cancellationToken), name);

    /// <param name="spieceModel">The bytes of <c>spiece.model</c>.</param>
    /// <param name="name">Where they come from, for messages.</param>
    /// <exception cref="T5FormatException">Not a vocabulary of T5's.</exception>
    public static T5Tokenizer Create(ReadOnlyMemory<byte> spieceModel, string name)
    {
        try
        {
            return new(spieceModel);
        }
        catch (InvalidDataException e)
        {
            throw SpieceModelFile.Unusable(name, e.Message, e);
        }
    }

    /// <summary>
    /// The ids of a text, ending with <c>&lt;/s&gt;</c>. Special tokens written out in the text (<c>&lt;/s&gt;</c>, <c>&lt;pad&gt;</c>,
    /// <c>&lt;unk&gt;</c>, <c>&lt;extra_id_0&gt;</c> to <c>&lt;extra_id_99&gt;</c>) become their ids.
    /// </summary>
    /// <param name="text">Any text; a surrogate without its pair counts as U+FFFD.</param>
    /// <param name="maxTokens">The most ids to return; what is beyond is cut off before the <c>&lt;/s&gt;</c>.</param>
    public int[] Encode(string text, int maxTokens = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        var ids = new List<int>();
        int start = 0;
        foreach (var (token, position) in _specialTokens.FindIn(text))
        {
            // Blanks on either side of a special token belong to it.
            AddIds(PythonText.TrimEnd(Part(start, position)), ids);
            ids.Add(token.Id);
            start = position + token.Length;
        }
        AddIds(Part(start, text.Length), ids);
        if (ids.Count >= maxTokens)
            ids.RemoveRange(maxTokens - 1, ids.Count - maxTokens + 1);
        if (ids.Count == 0 || ids[^1] != T5Vocabulary.EndId)
            ids.Add(T5Vocabulary.EndId);
        return [.. ids];

        ReadOnlySpan<char> Part(int from, int to) => from == 0 ? text.AsSpan(0, to) : PythonText.TrimStart(text.AsSpan(from, to - from));
    }

    /// <summary>
    /// The text of ids. Special tokens (<c>&lt;unk&gt;</c> among them) leave nothing behind, and blanks before punctuation go.
    /// Ids from <see cref="VocabularySize"/> on, which only an untrained model gives, read <c>&lt;extra_id_-1&gt;</c> and so on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative id.</exception>
    public string Decode(IReadOnlyList<int> ids)
    {
        var text = new StringBuilder();
        var run = new List<int>();
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            if (_decoder.IsText(id))
                run.Add(id);
            else if (id >= VocabularySize)
            {
                text.Append(_decoder.Decode(run)).Append("<extra_id_").Append(VocabularySize - 1 - id).Append('>');
                run.Clear();
            }
        }
        text.Append(_decoder.Decode(run));
        return PythonText.CleanUp(PythonText.Trim(text.ToString()));
    }

    private void AddIds(ReadOnlySpan<char> text, List<int> ids)
    {
        if (text.IsEmpty)
            return;
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        _segmenter.AddIds(_normalizer.Normalize(utf8).Span, ids);
    }
}
