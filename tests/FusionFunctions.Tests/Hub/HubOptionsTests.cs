using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Hub;

public sealed class HubOptionsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Fact]
    public void FromEnvironment_nothing_set_gives_the_public_hub_anonymously()
    {
        var options = Read();
        Assert.Equal("https://huggingface.co/", options.Endpoint.AbsoluteUri);
        Assert.Null(options.Token);
        Assert.False(options.Offline);
        Assert.Equal(_home[".cache", "huggingface", "hub"], options.LocalCache);
    }

    [Theory]
    [InlineData("https://hub.example.com", "https://hub.example.com/")]
    [InlineData("https://hub.example.com/api/hf/", "https://hub.example.com/api/hf/")]
    [InlineData("https://hub.example.com/api/hf", "https://hub.example.com/api/hf/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    public void FromEnvironment_endpoint_is_read(string text, string address) =>
        Assert.Equal(address, Read(("HF_ENDPOINT", text)).Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("http://hub.example.com")]
    [InlineData("hub.example.com")]
    [InlineData("ftp://hub.example.com")]
    [InlineData("file:///tmp")]
    [InlineData("https://user:secret@hub.example.com")]
    [InlineData("https://hub.example.com?x=y")]
    [InlineData("https://hub.example.com#x")]
    public void FromEnvironment_endpoint_that_is_not_safe_is_refused(string text) =>
        Assert.Contains("HF_ENDPOINT", Assert.Throws<HubException>(() => Read(("HF_ENDPOINT", text))).Message, StringComparison.Ordinal);

    [Fact]
    public void FromEnvironment_token_comes_from_the_variable_then_the_named_file_then_the_home()
    {
        WriteToken("hf_default\n", ".cache", "huggingface", "token");
        WriteToken("hf_home", "hf", "token");
        WriteToken("  hf_named \r\n", "secret");
        Assert.Equal("hf_default", Read().Token?.Reveal());
        Assert.Equal("hf_home", Read(("HF_HOME", _home["hf"])).Token?.Reveal());
        Assert.Equal("hf_named", Read(("HF_HOME", _home["hf"]), ("HF_TOKEN_PATH", "~/secret")).Token?.Reveal());
        Assert.Equal("hf_variable", Read(("HF_TOKEN", " hf_variable "), ("HF_TOKEN_PATH", _home["secret"])).Token?.Reveal());
        Assert.Null(Read(("HF_TOKEN_PATH", _home["nothing"])).Token);
        // An app setting whose secret is not there.
        Assert.Null(Read(("HF_TOKEN", "@Microsoft.KeyVault(SecretUri=https://vault/secrets/hf-token)"), ("HF_TOKEN_PATH", _home["nothing"])).Token);
    }

    [Theory]
    [InlineData("hf_one\nhf_two")]
    [InlineData("hf_ö")]
    [InlineData("hf one")]
    public void FromEnvironment_text_that_is_no_token_is_refused_unseen(string text)
    {
        var e = Assert.Throws<HubException>(() => Read(("HF_TOKEN", text)));
        Assert.Contains("HF_TOKEN", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_token_file_beyond_any_sense_is_refused()
    {
        WriteToken(new string('x', 100_000), "huge");
        Assert.Contains("too large", Assert.Throws<HubException>(() => Read(("HF_TOKEN_PATH", _home["huge"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_cache_is_the_named_folder_or_in_the_home()
    {
        Assert.Equal(_home["hf", "hub"], Read(("HF_HOME", _home["hf"])).LocalCache);
        Assert.Equal(_home["hub"], Read(("HF_HOME", _home["hf"]), ("HF_HUB_CACHE", _home["hub"])).LocalCache);
        Assert.Equal(_home["xdg", "huggingface", "hub"], Read(("XDG_CACHE_HOME", _home["xdg"])).LocalCache);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("YES", true)]
    [InlineData("on", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void FromEnvironment_offline_is_read_as_hugging_face_does(string text, bool offline) =>
        Assert.Equal(offline, Read(("HF_HUB_OFFLINE", text)).Offline);

    [Theory]
    [InlineData("model")]
    [InlineData("org/name/more")]
    [InlineData("../name")]
    [InlineData("org/..")]
    [InlineData("org/a..b")]
    [InlineData("org/a--b")]
    [InlineData("org/.name")]
    [InlineData("org/name.")]
    [InlineData("org/name.git")]
    [InlineData("org/na me")]
    [InlineData("org\\name")]
    [InlineData("org/name\n")]
    [InlineData("org/name?x")]
    [InlineData("org/%2e%2e")]
    [InlineData("/name")]
    [InlineData("org/")]
    [InlineData("")]
    public void HubRepository_name_that_the_hub_cannot_have_is_refused(string name) =>
        Assert.Equal(HubFailure.BadRequest, Assert.Throws<HubException>(() => HubRepository.Model(name)).Failure);

    [Fact]
    public void HubClient_settings_are_read_once_and_when_they_are_needed()
    {
        int read = 0;
        using var client = new HubClient(() => Read(("HF_HUB_OFFLINE", $"{++read}")));
        Assert.Equal(0, read);
        Assert.True(client.Options.Offline && client.Options.Offline);
        Assert.Equal(1, read);
    }

    [Fact]
    public void HubClient_settings_that_were_put_right_are_taken()
    {
        string token = "two\nlines";
        using var client = new HubClient(() => Read(("HF_TOKEN", token)));
        Assert.Throws<HubException>(() => client.Options);
        token = "hf_token";
        Assert.Equal(token, client.Options.Token?.Reveal());
    }

    [Theory]
    [InlineData("google/flan-t5-base")]
    [InlineData("tanganke/flan-t5-base_glue-cola")]
    [InlineData("nyu-mll/glue")]
    [InlineData("a/b.c_d-E9")]
    public void HubRepository_name_of_the_hub_is_taken(string name) => Assert.Equal(name, HubRepository.Model(name).Name);

    public void Dispose() => _home.Dispose();

    private HubOptions Read(params (string Name, string Value)[] variables) =>
        HubOptions.FromEnvironment(name => name == "HOME" ? _home.Path : variables.FirstOrDefault(variable => variable.Name == name).Value);

    private void WriteToken(string text, params string[] parts)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home[parts])!);
        File.WriteAllText(_home[parts], text);
    }
}
