using System.Security.Cryptography;
using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>Digests a content while it passes.</summary>
internal sealed class VerifyingHash : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _gitSha1;
    private readonly ExpectedContent _expected;

    public VerifyingHash(ExpectedContent expected)
    {
        _expected = expected;
        if (expected.GitSha1 is null)
            return;
        // Git names a blob by the SHA-1 of this header and the content.
        _gitSha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        _gitSha1.AppendData(Encoding.ASCII.GetBytes($"blob {expected.Size}\0"));
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _gitSha1?.AppendData(bytes);
    }

    /// <param name="source">Read whole.</param>
    /// <param name="target">Where the bytes go besides, or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StorageException">It cannot be read, or the target cannot be written.</exception>
    public async Task AppendAsync(IBlobReader source, IBlobWriter? target, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Math.Clamp(source.Length, 1, BufferBytes)];
        for (long offset = 0; offset < source.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, source.Length - offset));
            await source.ReadAsync(offset, part, cancellationToken);
            Append(part.Span);
            if (target is not null)
                await target.WriteAsync(part, cancellationToken);
            offset += part.Length;
        }
    }

    /// <returns>The content's sha256.</returns>
    /// <exception cref="HubException">It is not what was expected.</exception>
    public string Finish(string what)
    {
        string sha256 = Hex(_sha256);
        Require(what, "sha256", _expected.Sha256, sha256);
        if (_gitSha1 is not null)
            Require(what, "git blob id", _expected.GitSha1, Hex(_gitSha1));
        return sha256;
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _gitSha1?.Dispose();
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());

    private static void Require(string what, string kind, string? expected, string actual)
    {
        if (expected is not null && expected != actual)
            throw new HubException(HubFailure.Damaged,
                $"{what}: the content's {kind} is {actual}; {expected} was expected.");
    }
}
