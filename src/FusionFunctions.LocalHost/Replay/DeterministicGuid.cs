using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FusionFunctions.LocalHost.Replay;

/// <summary>GUIDs of version 8 (RFC 9562, section 5.8): SHA-256 of the instance, the time at which the run began, and a counter.</summary>
internal static class DeterministicGuid
{
    public static Guid Of(string instance, DateTime runStarted, int counter)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instance}\n{runStarted:O}\n{counter}"));
        BinaryPrimitives.WriteUInt16BigEndian(hash.AsSpan(6), (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash.AsSpan(6)) & 0x0fff) | 0x8000));
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
