using System.Net;
using System.Net.Http.Headers;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>An answer whose body is still on the way.</summary>
internal sealed class HubResponse(
    HttpResponseMessage message, Uri address, bool isHub, HubHeaders headers, TimeSpan stallTimeout, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stall = new(Timeout.InfiniteTimeSpan, time);
    private Stream? _body;

    public HttpStatusCode Status => message.StatusCode;

    /// <summary>Who answered, for messages; never the whole address, whose query may be a signature.</summary>
    public string Host => address.Authority;

    /// <summary>Whether the hub itself answered, and not a storage host it redirected to.</summary>
    public bool IsHub => isHub;

    public HubHeaders Headers => headers;

    public HttpContentHeaders Content => message.Content.Headers;

    public RetryConditionHeaderValue? RetryAfter => message.Headers.RetryAfter;

    public EntityTagHeaderValue? StrongEntity => message.Headers.ETag is { IsWeak: false } tag ? tag : null;

    public string? Header(string name) => message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The next piece of the body; 0 bytes at its end.</summary>
    /// <exception cref="HubException">The connection broke, or nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _stall.CancelAfter(stallTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stall.Token);
        try
        {
            _body ??= await message.Content.ReadAsStreamAsync(either.Token);
            return await _body.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(HubFailure.Unavailable, $"{Host} sent nothing for {stallTimeout.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new HubException(HubFailure.Unavailable, $"The connection to {Host} broke: {Printable.Text(e.Message)}", e);
        }
        finally
        {
            _stall.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <exception cref="HubException">The body is longer than <paramref name="maxBytes"/>, or did not come whole.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(int maxBytes, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (whole.Length + read > maxBytes)
                throw new HubException(HubFailure.Damaged, $"{Host} sent more than {maxBytes} bytes for a listing of files.");
            whole.Write(buffer, 0, read);
        }
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    public void Dispose()
    {
        message.Dispose();
        _stall.Dispose();
    }
}
