using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FusionFunctions.Benchmarks.Memory;

/// <summary>Serves folders as repositories of a hub, on loopback, until its standard input ends: a process of its own, so that its memory is.</summary>
internal static class FolderHub
{
    /// <summary>How a benchmark starts itself as a hub.</summary>
    public const string Verb = "hub";

    private static readonly string s_commit = new('a', 40);

    public static async Task RunAsync(string folder, bool quick)
    {
        await HubFolder.WriteAsync(folder, quick, CancellationToken.None);
        var listings = HubFolder.AdapterNames.Prepend(HubFolder.Base).ToDictionary(name => name, name => Listing(Path.Join(folder, name)));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, folder, listings));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    private static async Task AnswerAsync(HttpContext context, string folder, Dictionary<string, JsonObject> listings)
    {
        string[] parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["api", "models", var owner, var name, "revision", _] && listings.TryGetValue($"{owner}/{name}", out var listing))
            await context.Response.WriteAsync(listing.ToJsonString());
        else if (parts is [var org, var model, "resolve", _, var file] && System.IO.File.Exists(Path.Join(folder, org, model, file)))
            await context.Response.SendFileAsync(Path.Join(folder, org, model, file));
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static JsonObject Listing(string folder) => new()
    {
        ["sha"] = s_commit,
        ["siblings"] = new JsonArray([.. Directory.EnumerateFiles(folder).Select(File)]),
    };

    private static JsonObject File(string path)
    {
        using var content = System.IO.File.OpenRead(path);
        return new()
        {
            ["rfilename"] = Path.GetFileName(path),
            ["size"] = content.Length,
            ["lfs"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)), ["size"] = content.Length },
        };
    }
}
