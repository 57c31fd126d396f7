using System.Xml.Linq;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.App;

/// <summary>What the Functions app is built from: it plans, and holds no model.</summary>
public sealed class AppReferenceTests
{
    [Fact]
    public void No_project_of_the_app_brings_Torch()
    {
        var projects = new HashSet<string>();
        var packages = new HashSet<string>();
        Collect(Path.Join(ReferenceData.RepositoryRoot, "src", "FusionFunctions.App", "FusionFunctions.App.csproj"));

        Assert.Contains("FusionFunctions.Pipeline.csproj", projects.Select(Path.GetFileName));
        Assert.Contains("Microsoft.ML.Tokenizers", packages);
        Assert.DoesNotContain(packages, package => package.Contains("Torch", StringComparison.OrdinalIgnoreCase));

        void Collect(string project)
        {
            if (!projects.Add(project))
                return;
            var document = XDocument.Load(project);
            packages.UnionWith(document.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value));
            foreach (var reference in document.Descendants("ProjectReference").Concat(document.Descendants("Import")))
                Collect(Path.GetFullPath(Path.Join(Path.GetDirectoryName(project), (reference.Attribute("Include") ?? reference.Attribute("Project"))!.Value)));
        }
    }
}
