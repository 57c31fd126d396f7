using System.Text.Json;
using FusionFunctions.Http;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

public sealed class CatalogTests
{
    [Fact]
    public async Task Catalog_and_document_tell_what_there_is()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ServedApi.StartAsync(new NotedRuns(), new DirectoryBlobStore(folder.Path));

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
}
