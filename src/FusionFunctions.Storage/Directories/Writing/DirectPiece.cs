using System.Runtime.InteropServices;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>Memory that a disk can take bytes from itself: at an address that suits it, and never moved.</summary>
internal sealed class DirectPiece
{
    /// <summary>Bytes: what addresses, lengths and places in the file must be multiples of. Disks ask for 512 or 4096.</summary>
    public const int Alignment = 4096;

    /// <param name="length">Bytes.</param>
    public DirectPiece(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length + Alignment, pinned: true);
        int beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % Alignment);
        Bytes = array.AsMemory(Alignment - beyond, length);
    }

    public Memory<byte> Bytes { get; }
}
