using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FusionFunctions.Http.Answers;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary><c>fusion serve</c> as a process, over blobs and a queue, with a worker.</summary>
public sealed class ServeProcessTests
{
    private const string ApiKeyText = "planted-api-key-that-nobody-may-write";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Secrets_stand_in_nothing_that_a_server_answers_prints_or_stores()
    {
        await using var bench = await WorkerBench.StartAsync();
        var run = bench.Experiment();
        await using var hub = await LoopbackHub.StartAsync();
        using var folder = new TemporaryFolder();
        bench.StartWorker();
        await using var server = LoggedProcess.StartFusion(
            folder.Path,
            new Dictionary<string, string>
            {
                ["FUSION_API_KEY"] = ApiKeyText,
                ["HF_TOKEN"] = WorkerBench.Token,
                ["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri,
                ["HF_HOME"] = folder["hub"],
            },
            "serve", "--store", bench.Azurite.Connection, "--queue", bench.Azurite.Connection, "--listen", "127.0.0.1:0",
            "--folder", Path.GetDirectoryName(bench.FileName)!);
        string address = (await server.LineWithAsync("Serving ")).Split(" at ")[1].Split(';')[0];
        using var client = new HttpClient { BaseAddress = new(address) };
        var answers = new List<string>();
        async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? body = null, string key = ApiKeyText)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add(ApiKey.Header, key);
            request.Content = body is null
                ? null : new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/yaml"));
            var answer = await client.SendAsync(request, Cancel);
            answers.Add($"{answer}\n{await answer.Content.ReadAsStringAsync(Cancel)}");
            return answer;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(HttpMethod.Get, "/api/experiments", key: "wrong-key-wrong-key")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Post, "/api/experiments", "name: [")).StatusCode);
        var good = await AskAsync(HttpMethod.Post, "/api/experiments", await File.ReadAllTextAsync(bench.FileName, Cancel));
        var unknown = await AskAsync(HttpMethod.Post, "/api/experiments", ServedApi.Good);
        await bench.Store.WriteTextAsync(BlobPath.Parse("experiments/bad.yaml"), "name: [", BlobWriteMode.Replace, Cancel);
        string[] ends = [await EndAsync(good), await EndAsync(unknown)];
        await AskAsync(HttpMethod.Get, $"{good.Headers.Location}/leaderboard");
        await AskAsync(HttpMethod.Get, "/api/experiments");
        Assert.Equal(0, await server.TerminateAsync());

        Assert.Equal(["Completed", "Failed"], ends);
        Assert.Contains(hub.Hub.Requests, request => request.Authorization == $"Bearer {WorkerBench.Token}");
        string written = string.Join('\n', [.. answers, .. server.Log, .. Files(folder.Path), await bench.EverythingWrittenAsync()]);
        Assert.Contains("experiments/bad.errors.md", written, StringComparison.Ordinal);
        Assert.Contains(run.Experiment.Name, written, StringComparison.Ordinal);
        foreach (string secret in new[] { ApiKeyText, WorkerBench.Token, bench.Azurite.Key, Uri.EscapeDataString(bench.Azurite.Key) })
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);

        async Task<string> EndAsync(HttpResponseMessage accepted)
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            while (true)
            {
                var status = await AskAsync(HttpMethod.Get, accepted.Headers.Location!.ToString());
                string phase = JsonDocument.Parse(await status.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("phase").GetString()!;
                if (phase is not ("Pending" or "Running"))
                    return phase;
                await Task.Delay(200, Cancel);
            }
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => $"{file}\n{File.ReadAllText(file)}");
}
