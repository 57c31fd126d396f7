using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Mergekit;

namespace FusionFunctions.Tests.Experiments;

/// <summary>Addresses that are no folder of Blob Storage are refused where they are written, with what to write instead.</summary>
public sealed class CheckpointAddressTests
{
    [Theory]
    [InlineData("https://huggingface.co/org/x", "write org/x")]
    [InlineData("https://hf.co/org/x/", "write org/x")]
    [InlineData("http://www.huggingface.co/org/x", "write org/x")]
    [InlineData("https://huggingface.co/org/x/tree/main", "write org/x")]
    [InlineData("https://huggingface.co/org/x/tree/v1.0", "write org/x@v1.0")]
    [InlineData("https://huggingface.co/org/x/blob/refs%2Fpr%2F3/config.json?download=true", "write org/x@refs/pr/3")]
    [InlineData("https://huggingface.co/org/x/discussions/4", "write org/x")]
    [InlineData("https://huggingface.co/datasets/org/x", "write org/name, or org/name@revision")]
    [InlineData("https://huggingface.co/org/%2e%2e%2Fx", "write org/name, or org/name@revision")]
    [InlineData("https://huggingface.co/", "write org/name, or org/name@revision")]
    public void Page_of_the_hub_is_answered_with_its_repository(string address, string remedy)
    {
        Assert.Equal($"demo.yaml:1:27: this is the address of a page of the hub; {remedy}", ExperimentFile.Refused($"modelpool: {{ models: {{ m: '{address}' }} }}\nmethods: [dummy]\ntaskpool: dummy"));
        Assert.Equal($"merge.yml:2:19: this is the address of a page of the hub; {remedy}", Refused($"merge_method: linear\nmodels: [{{ model: '{address}' }}]"));
    }

    [Fact]
    public void Host_that_is_none_of_Blob_Storage_is_refused() => Assert.Equal(
        "merge.yml:2:19: 'a.example' is no host of Azure Blob Storage, so no identity is shown to it; write https://account.blob.core.windows.net/container/folder",
        Refused("merge_method: linear\nmodels: [{ model: 'https://a.example/b/c' }]"));

    [Fact]
    public void Path_that_leads_nowhere_is_told_where_paths_of_a_mergekit_configuration_start() => Assert.EndsWith(
        "/nowhere); paths are relative to the folder of this file", Refused("merge_method: linear\nmodels: [./nowhere]"), StringComparison.Ordinal);

    private static string Refused(string text) =>
        Assert.Throws<ExperimentException>(() => MergekitReader.Read(text, "merge.yml", ExperimentFile.Folder, ExperimentFile.Catalog)).Message;
}
