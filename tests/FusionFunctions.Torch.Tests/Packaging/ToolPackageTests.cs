using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Packaging;

/// <summary>The .NET tool as its user has it: packed, installed without any other source of packages, run.</summary>
[Trait("Category", "Slow")]
public sealed class ToolPackageTests(PackedTool tool) : IClassFixture<PackedTool>
{
    /// <summary>The largest package that nuget.org takes.</summary>
    private const long NuGetLimit = 250L << 20;

    [Fact]
    public async Task Installed_tool_runs_the_sample_to_the_leaderboard_of_the_build()
    {
        using var folder = new TemporaryFolder();
        string[] sample = ["run", Path.Join("samples", "mini-glue.yaml"), "--limit", "40", "--store"];

        var installed = await tool.RunAsync([.. sample, folder["installed"]]);
        var built = await FusionProcess.RunAsync([.. sample, folder["built"]]);

        Assert.Equal((0, ""), (installed.ExitCode, installed.Errors));
        Assert.Equal((0, ""), (built.ExitCode, built.Errors));
        string[] files = [.. Directory.EnumerateFiles(folder["built", "leaderboards"], "*", SearchOption.AllDirectories)];
        Assert.Equal(6, files.Length);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(folder["installed", Path.GetRelativePath(folder["built"], file)])));
    }

    [Fact]
    public async Task Installed_tool_says_its_version_and_ends_with_2_on_bad_input()
    {
        var version = await tool.RunAsync("--version");
        var missing = await tool.RunAsync("run", "no-such-file.yaml");

        Assert.Equal(0, version.ExitCode);
        Assert.StartsWith($"{typeof(ToolPackageTests).Assembly.GetName().Version!.ToString(3)}", version.Output, StringComparison.Ordinal);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("no-such-file.yaml", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_small_enough_for_a_registry_and_say_what_they_are()
    {
        Assert.Equal(2, tool.Packages.Count);
        Assert.All(tool.Packages, package => Assert.InRange(new FileInfo(package).Length, 1, NuGetLimit));
        foreach (string package in tool.Packages)
        {
            using var archive = ZipFile.OpenRead(package);
            Assert.NotNull(archive.GetEntry("README.md"));
            using var stream = Assert.Single(archive.Entries, entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            var metadata = XDocument.Load(stream).Root!.Elements().First();
            string? Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
            Assert.Equal(("MIT", "README.md", "The FusionFunctions authors"), (Text("license"), Text("readme"), Text("authors")));
            Assert.NotEmpty(Text("description")!);
            Assert.StartsWith("FusionFunctions.Tool", Text("id"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Packed_libtorch_loads_where_libstdcxx_is_older_whatever_this_machine_has()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library that is changed is Linux's.");
        string package = typeof(ToolPackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TorchSharp").Value!;

        byte[] original = File.ReadAllBytes(Path.Join(package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
        byte[] packed = File.ReadAllBytes(Path.Join(tool.Files, "libLibTorchSharp.so"));

        Assert.Equal(original.Length, packed.Length);
        int changed = Assert.Single(Enumerable.Range(0, packed.Length), index => packed[index] != original[index]);
        // The flags of one needed version: VER_FLG_WEAK, and nothing else.
        Assert.Equal((0, 2), (original[changed], packed[changed]));
    }
}
