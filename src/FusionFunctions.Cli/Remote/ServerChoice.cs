using System.CommandLine;
using System.Net;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Remote;

/// <summary>The options that say which deployment is meant, and with what key.</summary>
internal sealed class ServerChoice
{
    private const string UrlVariable = "FUSION_URL";
    private const string LocalServer = "http://127.0.0.1:7071";

    /// <param name="otherwise">What is meant where no deployment is named.</param>
    public ServerChoice(string otherwise = LocalServer) => Url = new("--url")
    {
        Description = $"The deployment's address (default: {UrlVariable}, or {otherwise}).",
        HelpName = "ADDRESS",
    };

    public Option<string?> Url { get; }

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"Its key (default: {ServeKey.Variable}, or for this machine the one that 'fusion serve' made in this folder).",
        HelpName = "KEY",
    };

    /// <summary>Whether a deployment is named, on the command line or in the environment.</summary>
    public bool IsNamed(ParseResult parsed) => AddressIn(parsed) is not null;

    /// <summary>What a command for the same deployment must be given too: a blank and the options of this one, the key's value left out.</summary>
    public string Given(ParseResult parsed) =>
        (parsed.GetValue(Url) is { } url ? $" --url {url}" : "") + (parsed.GetValue(Key) is null ? "" : " --key KEY");

    public void AddTo(Command command)
    {
        command.Add(Url);
        command.Add(Key);
    }

    /// <exception cref="PipelineException">The address is none, or would show the key to everybody.</exception>
    public ApiClient Open(ParseResult parsed)
    {
        string url = AddressIn(parsed) ?? LocalServer;
        if (!Uri.TryCreate(url.TrimEnd('/') + '/', UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.UserInfo.Length > 0)
            throw new PipelineException($"--url must be an address such as https://APP.azurewebsites.net or {LocalServer}.");
        bool isHere = server.IsLoopback || (IPAddress.TryParse(server.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        if (!isHere && server.Scheme == "http")
            throw new PipelineException($"{server.Host} would get the key over plain HTTP, where others can read it: write https:// in --url.");
        return new(server, parsed.GetValue(Key) ?? ServeKey.Kept(isHere), isHere);
    }

    private string? AddressIn(ParseResult parsed) => parsed.GetValue(Url) ?? Environment.GetEnvironmentVariable(UrlVariable);
}
