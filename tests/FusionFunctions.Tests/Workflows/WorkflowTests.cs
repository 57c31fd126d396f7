using System.Text.RegularExpressions;
using FusionFunctions.Tests.Reference;
using YamlDotNet.RepresentationModel;

namespace FusionFunctions.Tests.Workflows;

/// <summary>Continuous integration has no more rights than it needs and names what is there.</summary>
public sealed partial class WorkflowTests
{
    /// <summary>Who may write what; every other job reads.</summary>
    private static readonly Dictionary<string, string[]> s_writes = new()
    {
        ["images.yml/publish"] = ["attestations", "id-token", "packages"],
        ["release.yml/publish"] = ["attestations", "contents", "id-token"],
        ["codeql.yml/analyze"] = ["security-events"],
    };

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Workflow.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Workflow_may_read_and_only_the_listed_jobs_may_write(string file)
    {
        var workflow = Workflow.Read(file);

        Assert.Equal([("contents", "read")], Workflow.Entries(workflow.Permissions!).Select(entry => (entry.Name, entry.Value.ToString())));
        foreach (var (name, job) in workflow.Jobs)
        {
            var own = Workflow.Get(job, "permissions");
            Assert.True(own is null or YamlMappingNode, $"{file}: the permissions of {name} must be listed one by one.");
            string[] writes = own is null ? [] : [.. Workflow.Entries(own).Where(entry => entry.Value.ToString() != "read").Select(entry => entry.Name)];
            Assert.Equal(s_writes.GetValueOrDefault($"{file}/{name}", []), writes.Order(StringComparer.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Pull_request_runs_without_rights_or_secrets(string file)
    {
        var workflow = Workflow.Read(file);

        Assert.DoesNotContain("pull_request_target", workflow.Triggers);
        Assert.DoesNotContain("workflow_run", workflow.Triggers);
        if (workflow.Triggers.Contains("pull_request"))
            foreach (var (name, job) in workflow.Jobs.Where(job => job.Job.ToString().Contains("secrets.", StringComparison.Ordinal) || s_writes.ContainsKey($"{file}/{job.Name}")))
                Assert.True(file == "codeql.yml" || Workflow.Scalar(job, "if") == "github.event_name == 'push'", $"{file}: {name} runs on pull requests.");
    }

    [Theory, MemberData(nameof(Files))]
    public void Actions_are_pinned_to_commits_and_leave_no_credentials(string file)
    {
        var workflow = Workflow.Read(file);

        foreach (var step in workflow.Steps.Where(step => Workflow.Scalar(step, "uses") is not null))
        {
            string action = Workflow.Scalar(step, "uses")!;
            Assert.Matches("^[a-z-]+/[a-z/-]+@[0-9a-f]{40}$", action);
            // The comment tells people and Dependabot which version that is.
            Assert.Matches($@"(?m)uses: {Regex.Escape(action)} # v\d+\.\d+\.\d+$", workflow.Text);
            if (action.StartsWith("actions/checkout@", StringComparison.Ordinal))
                Assert.Equal("false", Workflow.Scalar(Workflow.Get(step, "with")!, "persist-credentials"));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Jobs_end_and_scripts_hold_no_text_from_outside(string file)
    {
        var workflow = Workflow.Read(file);

        Assert.All(workflow.Jobs, job => Assert.InRange(int.Parse(Workflow.Scalar(job.Job, "timeout-minutes") ?? "0", null), 1, 60));
        Assert.All(workflow.Scripts, script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Files))]
    public void Scripts_name_files_that_are_there(string file)
    {
        var named = Workflow.Read(file).Scripts.SelectMany(script => RepositoryPath().Matches(script)).Select(match => match.Value);

        Assert.All(named, path => Assert.True(Path.Exists(Path.Join(ReferenceData.RepositoryRoot, path)), $"{file} names {path}, which is not there."));
    }

    [Fact]
    public void Tests_of_pull_requests_and_releases_are_those_of_continuous_integration()
    {
        Assert.Contains(".ci/run", Workflow.Read("ci.yml").Scripts);
        Assert.Contains(".ci/run", Workflow.Read("release.yml").Scripts);
        Assert.Contains("pull_request", Workflow.Read("ci.yml").Triggers);
        Assert.Contains(Workflow.Read("release.yml").Scripts, script => script.StartsWith("dotnet pack src/FusionFunctions.Cli ", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<![\w/.-])(src|tests|docker|infra|samples|docs|\.ci|CHANGELOG)[\w/.-]*")]
    private static partial Regex RepositoryPath();
}
