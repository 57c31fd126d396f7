using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories;

/// <summary>Reads a part of a file, whole.</summary>
internal static class FileRead
{
    /// <param name="file">Open for reading.</param>
    /// <param name="name">For messages.</param>
    /// <param name="length">Bytes that the file had when it was opened.</param>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="buffer">Filled.</param>
    /// <exception cref="StorageException">It cannot be read, or ends too early.</exception>
    public static void Fill(SafeFileHandle file, string name, long length, long offset, Span<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = RandomAccess.Read(file, buffer, offset);
                if (read == 0)
                    throw new StorageException($"'{name}' was cut short while it was read: it ends at byte {offset} of {length}. Write it anew.");
                buffer = buffer[read..];
                offset += read;
            }
        }
        catch (IOException e)
        {
            throw new StorageException($"'{name}' cannot be read at byte {offset}: {e.Message}", e);
        }
    }
}
