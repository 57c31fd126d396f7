using System.Text.RegularExpressions;
using System.Xml.Linq;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Workflows;

/// <summary>The image's file takes what its program needs from the checkout: tests have no Docker.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] s_lines = File.ReadAllLines(PathOf("docker/compute.Dockerfile"));

    [Fact]
    public void Every_copied_path_is_there_and_reaches_the_builder()
    {
        string[] ignored = File.ReadAllLines(PathOf(".dockerignore"));

        Assert.NotEmpty(Copied());
        Assert.All(Copied(), path => Assert.True(Path.Exists(PathOf(path)), $"The image copies {path}, which is not there."));
        Assert.All(Copied(), path => Assert.DoesNotContain(path, ignored));
    }

    [Fact]
    public void Everything_that_the_program_is_built_from_is_copied()
    {
        string program = Published().Match(File.ReadAllText(PathOf("docker/compute.Dockerfile"))).Groups["project"].Value;
        var files = new HashSet<string>();
        Collect(Path.Join(program, $"{Path.GetFileName(program)}.csproj"));

        Assert.Contains("build/Torch.targets", files);
        Assert.Contains("src/FusionFunctions.Merging/FusionFunctions.Merging.csproj", files);
        Assert.All(files, file => Assert.Contains(Copied(), copied => file == copied || file.StartsWith(copied, StringComparison.Ordinal)));
        Assert.All(new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" }, file => Assert.Contains(file, Copied()));

        void Collect(string project)
        {
            if (!files.Add(project))
                return;
            var named = XDocument.Load(PathOf(project)).Descendants()
                .Where(element => element.Name.LocalName is "ProjectReference" or "Import" or "EmbeddedResource" or "AdditionalFiles" or "None")
                .SelectMany(element => element.Attributes().Where(attribute => attribute.Name.LocalName is "Include" or "Project"))
                .Select(attribute => Path.GetRelativePath(ReferenceData.RepositoryRoot, PathOf(Path.Join(Path.GetDirectoryName(project), attribute.Value))));
            foreach (string file in named)
                if (Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
                    Collect(file);
                else
                    files.Add(file);
        }
    }

    [Fact]
    public void Program_runs_as_a_user_without_rights()
    {
        int user = Array.FindIndex(s_lines, line => line == "USER app"), entry = Array.FindIndex(s_lines, line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal));

        Assert.InRange(user, 0, entry);
        Assert.Contains("/app/FusionFunctions.Compute.dll", s_lines[entry], StringComparison.Ordinal);
    }

    private static string[] Copied() =>
    [
        .. s_lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]),
    ];

    private static string PathOf(string path) => Path.GetFullPath(Path.Join(ReferenceData.RepositoryRoot, path));

    [GeneratedRegex(@"dotnet publish (?<project>\S+)")]
    private static partial Regex Published();
}
