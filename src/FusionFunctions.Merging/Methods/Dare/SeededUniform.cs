using System.Buffers.Binary;
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

    public static ulong Key(long seed, string tensor, string model) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\0{tensor}\0{model}")));

    /// <returns>From 0 up to but not including 1, in steps of 2⁻⁵³.</returns>
    public static double At(ulong key, long index)
    {
        ulong mixed = key + ((ulong)(index + 1) * GoldenGamma);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
