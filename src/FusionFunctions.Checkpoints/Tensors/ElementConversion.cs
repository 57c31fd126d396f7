using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Stored little-endian elements to float32 and back.</summary>
public static class ElementConversion
{
    /// <summary>Widens or rounds to nearest even: exact for F16, BF16 and small integers.</summary>
    public static void ToFloat32(TensorDType dtype, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (dtype)
        {
            case TensorDType.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorDType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case TensorDType.BF16:
                BFloat16Elements.Widen(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case TensorDType.F64:
                Convert<double>(source, destination);
                break;
            case TensorDType.I64:
                Convert<long>(source, destination);
                break;
            case TensorDType.I32:
                Convert<int>(source, destination);
                break;
            case TensorDType.I16:
                Convert<short>(source, destination);
                break;
            case TensorDType.I8:
                Convert<sbyte>(source, destination);
                break;
            case TensorDType.U8 or TensorDType.BOOL:
                Convert<byte>(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    /// <summary>Exact.</summary>
    /// <param name="dtype">Not a floating-point type.</param>
    /// <param name="source">Whole elements.</param>
    /// <param name="destination">As many.</param>
    public static void ToInt64(TensorDType dtype, ReadOnlySpan<byte> source, Span<long> destination)
    {
        switch (dtype)
        {
            case TensorDType.I64:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorDType.I32:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, int>(source), destination);
                break;
            case TensorDType.I16:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, short>(source), destination);
                break;
            case TensorDType.I8:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, sbyte>(source), destination);
                break;
            case TensorDType.U8 or TensorDType.BOOL:
                TensorPrimitives.ConvertChecked(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    /// <summary>Rounds to nearest even; integers are rounded and held to their range.</summary>
    public static void FromFloat32(TensorDType dtype, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (dtype)
        {
            case TensorDType.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case TensorDType.F16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case TensorDType.BF16:
                BFloat16Elements.Round(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case TensorDType.F64:
                TensorPrimitives.ConvertChecked(source, MemoryMarshal.Cast<byte, double>(destination));
                break;
            case TensorDType.I64:
                Saturate<long>(source, destination);
                break;
            case TensorDType.I32:
                Saturate<int>(source, destination);
                break;
            case TensorDType.I16:
                Saturate<short>(source, destination);
                break;
            case TensorDType.I8:
                Saturate<sbyte>(source, destination);
                break;
            case TensorDType.U8 or TensorDType.BOOL:
                Saturate<byte>(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> source, Span<float> destination)
        where T : unmanaged, System.Numerics.INumberBase<T> =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(source), destination);

    private static void Saturate<T>(ReadOnlySpan<float> source, Span<byte> destination)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var target = MemoryMarshal.Cast<byte, T>(destination);
        for (int i = 0; i < source.Length; i++)
            target[i] = T.CreateSaturating(MathF.Round(source[i], MidpointRounding.ToEven));
    }
}
