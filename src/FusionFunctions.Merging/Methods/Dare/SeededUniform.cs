using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace FusionFunctions.Merging.Methods.Dare;

/// <summary>
/// Uniform numbers that depend on the seed, the tensor's name, the model's name and the element's place, and on nothing else: not on
/// the order of models, tensors or slices. The generator is SplitMix64 (Steele et al. 2014), entered at the element's place.
/// </summary>
internal static class SeededUniform
{
    private const ulong GoldenGamma = 0x9E37_79B9_7F4A_7C15;
    private const long Steps = 1L << 53;

    public static ulong Key(long seed, string tensor, string model) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\0{tensor}\0{model}")));

    /// <returns>From 0 up to but not including 1, in steps of 2⁻⁵³.</returns>
    public static double At(ulong key, long index) => Mix(key + ((ulong)(index + 1) * GoldenGamma)) * (1.0 / Steps);

    /// <summary>The least number of steps of 2⁻⁵³ that is no less than a number from 0 to 1: exact, for the number is multiplied by a power of two.</summary>
    public static long StepsTo(double number) => (long)Math.Ceiling(number * Steps);

    /// <summary>By lane of a vector of floats: whether the number at that place, counted from the first, is at least so many steps of 2⁻⁵³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Reaches(ulong key, long first, long steps)
    {
        ulong start = key + ((ulong)(first + 1) * GoldenGamma);
        var lanes = Vector<ulong>.Indices * GoldenGamma;
        var low = Mix(new Vector<ulong>(start) + lanes);
        var high = Mix(new Vector<ulong>(start + ((ulong)Vector<ulong>.Count * GoldenGamma)) + lanes);
        var least = new Vector<long>(steps);
        return Vector.Narrow(Vector.GreaterThanOrEqual(low.As<ulong, long>(), least), Vector.GreaterThanOrEqual(high.As<ulong, long>(), least));
    }

    private static ulong Mix(ulong mixed)
    {
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return (mixed ^ (mixed >> 31)) >> 11;
    }

    private static Vector<ulong> Mix(Vector<ulong> mixed)
    {
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EB;
        return (mixed ^ (mixed >>> 31)) >>> 11;
    }
}
