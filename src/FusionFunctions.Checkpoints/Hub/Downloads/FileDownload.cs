using System.Buffers;
using System.Net;
using FusionFunctions.Checkpoints.Hub.Transport;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>Brings one file into a blob: goes on where a connection broke or an earlier run ended, and starts again once where the content is wrong.</summary>
internal sealed class FileDownload(
    HubTransport transport, HubRetry retry, HubAnswers answers, Uri address,
    HubRevision revision, HubFile file, IProgress<HubProgress>? progress)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Tries that brought this much together before they broke begin a new row of tries.</summary>
    private const long RealProgress = 1 << 20;

    private readonly string _what = $"'{file.Path}' of {revision.Repository}@{revision.Commit}";

    public async Task<HubDownload> RunAsync(IBlobStore store, BlobPath target, CancellationToken cancellationToken)
    {
        for (bool wasKeptDamaged = false, wasDamaged = false; ;)
        {
            await using var sink = new DownloadSink(store, target, _what);
            try
            {
                // Where anything was wrong the whole file is asked for: some that stand before a hub do not know ranges.
                return await OnceAsync(sink, resumes: !wasKeptDamaged && !wasDamaged, cancellationToken);
            }
            // What was kept may have been damaged where it lay, and tells nothing of what the hub sends.
            catch (HubException e) when (e.Failure == HubFailure.Damaged && (sink.IsResumed ? !wasKeptDamaged : !wasDamaged))
            {
                (wasKeptDamaged, wasDamaged) = (wasKeptDamaged || sink.IsResumed, wasDamaged || !sink.IsResumed);
                progress?.Report(new(revision.Repository, file.Path.Value, 0, file.Size ?? 0, e.Message));
            }
        }
    }

    private async Task<HubDownload> OnceAsync(DownloadSink sink, bool resumes, CancellationToken cancellationToken)
    {
        if (resumes && file.Size is { } size)
            await sink.ResumeAsync(new(size, file.Sha256, file.GitSha1), cancellationToken);
        for (bool isWhole = false; !isWhole;)
        {
            long before = sink.Furthest;
            isWhole = await retry.RunAsync(token => AttemptAsync(sink, before, token), cancellationToken);
        }
        return await sink.CommitAsync(cancellationToken);
    }

    /// <returns>Whether the file is whole; if not, it broke after real progress since <paramref name="before"/>.</returns>
    private async ValueTask<bool> AttemptAsync(DownloadSink sink, long before, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await transport.GetAsync(address, sink.Rest, cancellationToken);
            await AcceptAsync(response, sink, cancellationToken);
            await CopyAsync(response, sink, cancellationToken);
        }
        catch (HubException e) when (e.Failure == HubFailure.Unavailable)
        {
            Report(sink, e.Message);
            if (!sink.IsComplete && sink.Furthest - before < RealProgress)
                throw;
        }
        return sink.IsComplete;
    }

    /// <summary>Makes sure that the body continues, at the right byte, what is in the sink.</summary>
    private async Task AcceptAsync(HubResponse response, DownloadSink sink, CancellationToken cancellationToken)
    {
        if (sink.Rest is { } rest && BodyCheck.IsGone(response, rest))
        {
            await sink.DisposeAsync();
            throw new HubException(HubFailure.Unavailable, $"{_what}: {response.Host} does not have the rest of it.");
        }
        answers.RequireSuccess(response, revision.Repository, revision.Commit, file.Path.Value);
        var expected = ExpectedContent.Of(revision, file, response);
        // A 200 to a range means that the server ignores ranges or that its file changed: both start from the front.
        bool isWhole = response.Status == HttpStatusCode.OK;
        BodyCheck.RequireRest(response, isWhole ? expected : sink.Expected ?? expected, isWhole ? 0 : sink.Received, _what);
        if (isWhole)
            await sink.BeginAsync(expected, response.StrongEntity, cancellationToken);
        else
            sink.Continue(response.StrongEntity);
    }

    private async Task CopyAsync(HubResponse response, DownloadSink sink, CancellationToken cancellationToken)
    {
        Report(sink);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = await response.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                await sink.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
                Report(sink);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (!sink.IsComplete)
            throw new HubException(HubFailure.Unavailable, $"{_what}: the body ended after {sink.Received} of {sink.Expected!.Size} bytes.");
    }

    private void Report(DownloadSink sink, string? trouble = null) =>
        progress?.Report(new(revision.Repository, file.Path.Value, sink.Received, sink.Expected?.Size ?? file.Size ?? 0, trouble));
}
