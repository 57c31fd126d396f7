using System.Numerics;
using System.Runtime.InteropServices;
using CsCheck;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class ElementConversionTests
{
    private static readonly ushort[] s_all = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

    public static TheoryData<TensorDType> SixteenBit => [TensorDType.F16, TensorDType.BF16];

    [Theory, MemberData(nameof(SixteenBit))]
    public void Every_16_bit_float_widens_exactly_and_comes_back(TensorDType dtype)
    {
        float[] widened = Widen(dtype, s_all);

        for (int i = 0; i < s_all.Length; i++)
            Assert.Equal(Value(dtype, s_all[i]), widened[i]);
        ushort[] back = Narrow(dtype, widened);
        for (int i = 0; i < s_all.Length; i++)
            if (float.IsNaN(widened[i]))
                Assert.True(float.IsNaN((float)Value(dtype, back[i])));
            else
                Assert.Equal(s_all[i], back[i]);
    }

    [Theory, MemberData(nameof(SixteenBit))]
    public void Rounding_goes_to_nearest_and_ties_to_even(TensorDType dtype)
    {
        ushort infinity = Narrow(dtype, [float.PositiveInfinity])[0];
        for (ushort low = 0; low < infinity; low++)
        {
            ushort high = (ushort)(low + 1), even = (low & 1) == 0 ? low : high;
            // Beyond the largest finite value the next step would be where infinity stands.
            double step = Value(dtype, low) - Value(dtype, (ushort)(low - (high == infinity ? 1 : 0)));
            float middle = (float)(high == infinity ? Value(dtype, low) + (step / 2) : (Value(dtype, low) + Value(dtype, high)) / 2);
            float[] values = [middle, float.BitDecrement(middle), float.BitIncrement(middle)];
            Assert.Equal([even, low, high], Narrow(dtype, values));
            Assert.Equal([(ushort)(even | 0x8000), (ushort)(low | 0x8000), (ushort)(high | 0x8000)], Narrow(dtype, [.. values.Select(value => -value)]));
        }
    }

    [Theory, MemberData(nameof(SixteenBit))]
    public void NaN_stays_NaN_whatever_its_payload(TensorDType dtype) => Gen.UInt[0x7f80_0001, 0x7fff_ffff].Sample(bits =>
    {
        float nan = BitConverter.UInt32BitsToSingle(bits);
        Assert.All(Narrow(dtype, [nan, -nan]), narrow => Assert.True(double.IsNaN(Value(dtype, narrow))));
    });

    [Theory, MemberData(nameof(SixteenBit))]
    public void Elements_convert_as_each_does_alone_however_many_there_are(TensorDType dtype) => Gen.UInt.Array[0, 70].Sample(bits =>
    {
        float[] floats = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        ushort[] narrow = Narrow(dtype, floats);

        Assert.Equal(floats.Select(value => Narrow(dtype, [value])[0]), narrow);
        Assert.Equal(narrow.Select(value => Bits(Widen(dtype, [value])[0])), Widen(dtype, narrow).Select(Bits));
    });

    [Fact]
    public void F32_keeps_every_bit() => Gen.UInt.Array.Sample(bits =>
    {
        byte[] bytes = MemoryMarshal.AsBytes<uint>(bits).ToArray(), back = new byte[bytes.Length];
        float[] floats = new float[bits.Length];
        ElementConversion.ToFloat32(TensorDType.F32, bytes, floats);
        ElementConversion.FromFloat32(TensorDType.F32, floats, back);
        Assert.Equal(bytes, back);
    });

    [Fact]
    public void F64_rounds_to_nearest_even_and_widens_exactly() => Gen.Double.Array[1, 40].Sample(values =>
    {
        float[] floats = new float[values.Length];
        ElementConversion.ToFloat32(TensorDType.F64, MemoryMarshal.AsBytes<double>(values), floats);
        Assert.Equal(values.Select(value => (float)value), floats);
        double[] back = new double[floats.Length];
        ElementConversion.FromFloat32(TensorDType.F64, floats, MemoryMarshal.AsBytes(back.AsSpan()));
        Assert.Equal(floats.Select(value => (double)value), back);
    });

    [Fact]
    public void Integers_round_to_nearest_even()
    {
        Integers(TensorDType.I64, Gen.Long);
        Integers(TensorDType.I32, Gen.Int);
        Integers(TensorDType.I16, Gen.Short);
        Integers(TensorDType.I8, Gen.SByte);
        Integers(TensorDType.U8, Gen.Byte);
    }

    [Fact]
    public void Floats_become_the_nearest_integer_in_range()
    {
        float[] values = [0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 300, -300, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        byte[] bytes = new byte[values.Length];
        ElementConversion.FromFloat32(TensorDType.I8, values, bytes);
        Assert.Equal(new sbyte[] { 0, 2, 2, 0, -2, 127, -128, 0, 127, -128 }, bytes.Select(b => (sbyte)b));
        ElementConversion.FromFloat32(TensorDType.U8, values, bytes);
        Assert.Equal(new byte[] { 0, 2, 2, 0, 0, 255, 0, 0, 255, 0 }, bytes);
    }

    private static void Integers<T>(TensorDType dtype, Gen<T> gen)
        where T : unmanaged, IBinaryInteger<T> => gen.Array[1, 40].Sample(values =>
    {
        float[] floats = new float[values.Length];
        ElementConversion.ToFloat32(dtype, MemoryMarshal.AsBytes<T>(values), floats);
        Assert.Equal(values.Select(value => (float)long.CreateChecked(value)), floats);
        T[] back = new T[values.Length];
        ElementConversion.FromFloat32(dtype, floats, MemoryMarshal.AsBytes(back.AsSpan()));
        Assert.Equal(floats.Select(T.CreateSaturating), back);
    });

    /// <summary>By the definition of the format: sign, exponent and mantissa.</summary>
    private static double Value(TensorDType dtype, ushort bits)
    {
        int mantissaBits = dtype == TensorDType.F16 ? 10 : 7, maxExponent = dtype == TensorDType.F16 ? 31 : 255;
        int exponent = (bits & 0x7fff) >> mantissaBits, mantissa = bits & ((1 << mantissaBits) - 1), bias = maxExponent / 2;
        double magnitude = exponent == maxExponent
            ? mantissa == 0 ? double.PositiveInfinity : double.NaN
            : exponent == 0
                ? Math.ScaleB(mantissa, 1 - bias - mantissaBits)
                : Math.ScaleB((1 << mantissaBits) + mantissa, exponent - bias - mantissaBits);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static float[] Widen(TensorDType dtype, ushort[] bits)
    {
        float[] floats = new float[bits.Length];
        ElementConversion.ToFloat32(dtype, MemoryMarshal.AsBytes<ushort>(bits), floats);
        return floats;
    }

    private static ushort[] Narrow(TensorDType dtype, float[] floats)
    {
        ushort[] bits = new ushort[floats.Length];
        ElementConversion.FromFloat32(dtype, floats, MemoryMarshal.AsBytes(bits.AsSpan()));
        return bits;
    }
}
