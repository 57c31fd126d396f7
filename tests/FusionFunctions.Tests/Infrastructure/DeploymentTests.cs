using FusionFunctions.Tests.Reference;
using FusionFunctions.Tests.Workflows;
using YamlDotNet.RepresentationModel;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>azure.yaml, which the Azure Developer CLI reads, names what is there. Source: https://learn.microsoft.com/azure/developer/azure-developer-cli/azd-schema</summary>
public sealed class DeploymentTests
{
    private static readonly string s_root = ReferenceData.RepositoryRoot;

    [Fact]
    public void Services_lie_where_azure_yaml_says_and_are_tagged_in_the_template()
    {
        var services = Workflow.Entries(Workflow.Get(Read(), "services")!).ToList();
        string infrastructure = string.Join('\n', Directory.EnumerateFiles(Path.Join(s_root, "infra", "modules")).Select(File.ReadAllText));

        Assert.Equal([("api", "function"), ("compute", "containerapp")], services.Select(service => (service.Name, Workflow.Scalar(service.Value, "host")!)));
        foreach (var (name, service) in services)
        {
            string project = Path.Join(s_root, Workflow.Scalar(service, "project"));
            Assert.True(Directory.Exists(project), project);
            Assert.Contains($"'azd-service-name': '{name}'", infrastructure, StringComparison.Ordinal);
            if (Workflow.Get(service, "docker") is { } docker)
            {
                Assert.True(File.Exists(Path.Join(project, Workflow.Scalar(docker, "path"))));
                Assert.True(Directory.Exists(Path.Join(project, Workflow.Scalar(docker, "context"))));
            }
        }
    }

    [Fact]
    public void Module_and_its_parameters_are_there()
    {
        var infrastructure = Workflow.Get(Read(), "infra")!;
        string module = Path.Join(s_root, Workflow.Scalar(infrastructure, "path"), Workflow.Scalar(infrastructure, "module"));

        Assert.True(File.Exists($"{module}.bicep") && File.Exists($"{module}.bicepparam"), module);
    }

    [Fact]
    public void Hook_is_a_script_that_subscribes_to_uploads_by_the_outputs_of_the_template()
    {
        string run = Workflow.Scalar(Workflow.Get(Workflow.Get(Read(), "hooks")!, "postdeploy")!, "run")!;
        string script = File.ReadAllText(Path.Join(s_root, run)), template = File.ReadAllText(Path.Join(s_root, "infra", "main.bicep"));

        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Join(s_root, run)).HasFlag(UnixFileMode.UserExecute));
        Assert.StartsWith("#!", script, StringComparison.Ordinal);
        Assert.Contains("functionName=Host.Functions.ExperimentUploaded", script, StringComparison.Ordinal);
        Assert.Contains("/containers/fusion/blobs/experiments/", script, StringComparison.Ordinal);
        Assert.All(
            new[] { "AZURE_RESOURCE_GROUP", "SERVICE_API_NAME", "FUSION_STORAGE_ACCOUNT" },
            name => Assert.True(script.Contains($"${{{name}:?}}", StringComparison.Ordinal) && template.Contains($"output {name} ", StringComparison.Ordinal), name));
    }

    private static YamlNode Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Join(s_root, "azure.yaml"))));
        return yaml.Documents[0].RootNode;
    }
}
