using System.Text.Json;
using FusionFunctions.Http;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Http;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

public sealed class CatalogTests
{
    [Fact]
    public async Task Catalog_and_document_tell_what_there_is()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ServedApi.StartAsync(new KnownRuns(), new DirectoryBlobStore(folder.Path));

        var catalog = JsonDocument.Parse(await api.TextAsync("/api/catalog")).RootElement;
        var document = JsonDocument.Parse(await api.TextAsync("/api/openapi.json")).RootElement;

        var ties = catalog.GetProperty("methods").EnumerateArray().Single(method => method.GetProperty("name").GetString() == "ties_merging");
        Assert.Contains("scaling_factor", ties.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.Equal(8, catalog.GetProperty("tasks").GetArrayLength());
        Assert.Equal(
            ApiRoutes.All.Select(route => route.Name).Order(),
            document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
                .Select(operation => operation.Value.GetProperty("operationId").GetString()).Order());
    }

    [Fact]
    public async Task Document_has_the_folder_of_a_posted_experiment_and_the_forms_of_a_leaderboard()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ServedApi.StartAsync(new KnownRuns(), new DirectoryBlobStore(folder.Path));

        var paths = JsonDocument.Parse(await api.TextAsync("/api/openapi.json")).RootElement.GetProperty("paths");

        var parameter = Assert.Single(Operation("/api/experiments", "post").GetProperty("parameters").EnumerateArray());
        Assert.Equal(("folder", "query", false), (parameter.GetProperty("name").GetString(), parameter.GetProperty("in").GetString(), parameter.GetProperty("required").GetBoolean()));
        foreach (string path in new[] { "/api/experiments/{id}/leaderboard", "/api/experiments/{id}/leaderboard.{extension}" })
            Assert.Equal(
                ["application/json", "text/markdown", "text/csv"],
                Operation(path, "get").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(type => type.Name));

        JsonElement Operation(string path, string method) => paths.GetProperty(path).GetProperty(method);
    }
}
