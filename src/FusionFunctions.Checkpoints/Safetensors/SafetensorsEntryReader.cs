using System.Text.Json;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>Reads what the header says of one tensor: <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>, which must fit each other.</summary>
internal static class SafetensorsEntryReader
{
    private const int MaxRank = 32;

    public static SafetensorsEntry Read(ref Utf8JsonReader reader, string name, string fileName)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw SafetensorsHeader.Bad(fileName, $"the entry of tensor '{Printable.Text(name)}' is not an object");
        TensorDType? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype" when dtype is not null:
                case "shape" when shape is not null:
                case "data_offsets" when offsets is not null:
                    throw SafetensorsHeader.Bad(fileName, $"the entry of tensor '{Printable.Text(name)}' has its {key} twice");
                case "dtype":
                    dtype = DType(reader.GetString(), name, fileName);
                    break;
                case "shape":
                    shape = Numbers(ref reader, MaxRank, $"the shape of tensor '{Printable.Text(name)}'", fileName);
                    break;
                case "data_offsets":
                    offsets = Numbers(ref reader, 2, $"the data_offsets of tensor '{Printable.Text(name)}'", fileName);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (dtype is null || shape is null || offsets is not [var begin, var end])
            throw SafetensorsHeader.Bad(fileName, $"tensor '{Printable.Text(name)}' lacks its dtype, shape or two data_offsets");
        CheckSize(name, dtype.Value, shape, begin, end, fileName);
        return new(new TensorInfo(name, dtype.Value, shape), begin, end);
    }

    private static TensorDType DType(string? text, string name, string fileName) =>
        // Parsing alone would also take numbers, lists of names and blanks.
        Enum.TryParse(text, out TensorDType dtype) && dtype.ToString() == text
            ? dtype
            : throw new CheckpointException(
                $"{fileName}: tensor '{Printable.Text(name)}' has the element type '{Printable.Text(text)}', which is not supported; "
                + $"convert it to one of {string.Join(", ", Enum.GetNames<TensorDType>())}.");

    private static long[] Numbers(ref Utf8JsonReader reader, int most, string what, string fileName)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw SafetensorsHeader.Bad(fileName, $"{what} is not a list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
                throw SafetensorsHeader.Bad(fileName, $"{what} is not a list of at most {most} sizes");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static void CheckSize(string name, TensorDType dtype, long[] shape, long begin, long end, string fileName)
    {
        Int128 bytes = dtype.Size();
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
                throw SafetensorsHeader.Bad(fileName, $"the shape {ShapeText.Of(shape)} of tensor '{Printable.Text(name)}' is too large");
        }
        if (end < begin || end - begin != bytes)
            throw SafetensorsHeader.Bad(
                fileName, $"tensor '{Printable.Text(name)}' of shape {ShapeText.Of(shape)} and type {dtype} needs {bytes} bytes, but its data_offsets are {begin} to {end}");
    }
}
