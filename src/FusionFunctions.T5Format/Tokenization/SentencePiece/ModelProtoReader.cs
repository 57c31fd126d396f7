using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>
/// Reads what <see cref="SentencePieceModel"/> needs of a ModelProto (sentencepiece_model.proto); the library keeps its own reader to
/// itself.
/// </summary>
internal sealed class ModelProtoReader
{
    private readonly List<VocabularyPiece> _pieces = [];
    private ReadOnlyMemory<byte> _charsMap;
    private bool _removeExtraWhitespaces = true;

    private ModelProtoReader()
    {
    }

    /// <exception cref="InvalidDataException">Not a ModelProto, or one with another way to segment.</exception>
    public static SentencePieceModel Read(ReadOnlyMemory<byte> proto)
    {
        var reader = new ModelProtoReader();
        try
        {
            reader.ReadModel(new CodedInputStream(proto.ToArray()));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("is damaged: it is not a SentencePiece model", e);
        }
        return new(reader._pieces, reader._charsMap, reader._removeExtraWhitespaces);
    }

    private void ReadModel(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            switch (GetTagFieldNumber(tag), GetTagWireType(tag))
            {
                case (1, WireType.LengthDelimited):
                    _pieces.Add(VocabularyPieceReader.Read(Nested(input)));
                    break;
                case (2, WireType.LengthDelimited):
                    ReadTrainerSpec(Nested(input));
                    break;
                case (3, WireType.LengthDelimited):
                    ReadNormalizerSpec(Nested(input));
                    break;
                case (5, WireType.LengthDelimited):
                    RefuseDenormalizer(Nested(input));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
    }

    private static void ReadTrainerSpec(CodedInputStream input)
    {
        const int Unigram = 1;
        while (input.ReadTag() is not 0 and var tag)
            switch (GetTagFieldNumber(tag), GetTagWireType(tag))
            {
                case (3, WireType.Varint):
                    Require(input.ReadEnum() == Unigram, "a unigram model");
                    break;
                case (24, WireType.Varint):
                    Require(!input.ReadBool(), "treat_whitespace_as_suffix off");
                    break;
                case (35, WireType.Varint):
                    Require(!input.ReadBool(), "byte_fallback off");
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
    }

    private void ReadNormalizerSpec(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            switch (GetTagFieldNumber(tag), GetTagWireType(tag))
            {
                case (2, WireType.LengthDelimited):
                    _charsMap = input.ReadBytes().Memory;
                    break;
                case (3, WireType.Varint):
                    Require(input.ReadBool(), "add_dummy_prefix on");
                    break;
                case (4, WireType.Varint):
                    _removeExtraWhitespaces = input.ReadBool();
                    break;
                case (5, WireType.Varint):
                    Require(input.ReadBool(), "escape_whitespaces on");
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
    }

    private static void RefuseDenormalizer(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            if ((GetTagFieldNumber(tag), GetTagWireType(tag)) is (2, WireType.LengthDelimited))
                Require(input.ReadBytes().IsEmpty, "no denormalizer");
            else
                input.SkipLastField();
    }

    private static CodedInputStream Nested(CodedInputStream input) => input.ReadBytes().CreateCodedInput();

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException($"is not T5's: that has {what}");
    }
}
