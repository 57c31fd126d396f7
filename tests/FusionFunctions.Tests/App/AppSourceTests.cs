using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FusionFunctions.Http;
using FusionFunctions.Pipeline;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.App;

/// <summary>
/// The Functions app is not built where its packages are missing, so its source text is held to what the other hosts run and to what the
/// documentation says.
/// </summary>
public sealed partial class AppSourceTests
{
    private const string AppFolder = "src/FusionFunctions.App";
    private const int MaxLines = 400;

    private static string Source { get; } = string.Join('\n', Files().Select(File.ReadAllText));

    [Fact]
    public void Orchestrators_and_activities_are_the_steps_of_the_pipeline()
    {
        string[] steps = [.. typeof(StepNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
        var functions = StepFunction().Matches(Source).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["trigger"].Value);

        Assert.Equal(steps.Order(StringComparer.Ordinal), functions.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, trigger) in functions)
        {
            bool isActivity = typeof(PipelineSteps).GetProperty(name) is not null;
            Assert.Equal(isActivity ? "ActivityTrigger" : "OrchestrationTrigger", trigger);
            Assert.Contains(isActivity ? $"steps.{name}.RunAsync(input" : $"RunAsync(new {name}(), context)", Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Routes_are_those_of_every_host()
    {
        var expected = ApiRoutes.All.Select(route => (route.Name, route.Method, route.Template, route.IsOpen));
        var actual = RouteFunction().Matches(Source).Select(match => (
            match.Groups["name"].Value, match.Groups["method"].Value.ToUpperInvariant(), $"api/{match.Groups["route"].Value}", match.Groups["level"].Value == "Anonymous"));

        Assert.Equal(expected.OrderBy(route => route.Name), actual.OrderBy(route => route.Item1));
    }

    [Fact]
    public void Every_function_is_a_step_a_route_or_takes_uploads()
    {
        int functions = AnyFunction().Count(Source);

        Assert.Equal(StepFunction().Count(Source) + RouteFunction().Count(Source) + 2, functions);
        Assert.Contains("/experiments/{name}\"", Source, StringComparison.Ordinal);
        Assert.Contains("[TimerTrigger(", Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapter_and_wrappers_stay_small() =>
        Assert.InRange(
            Files().Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is "Durable" or "Functions").Sum(file => File.ReadLines(file).Count()), 1, MaxLines - 1);

    [Theory]
    [InlineData("host.json")]
    [InlineData("local.settings.sample.json")]
    public void Every_setting_is_explained(string file)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        string page = File.ReadAllText(PathOf("docs/running-on-azure.md"));

        Assert.All(Leaves(settings.RootElement), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_the_app_reads_are_in_the_sample()
    {
        string sample = File.ReadAllText(PathOf("local.settings.sample.json"));

        Assert.All(SettingName().Matches(Source), match => Assert.Contains($"\"{match.Value}\"", sample, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Object ? Leaves(property.Value) : [property.Name]);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(PathOf(AppFolder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(PathOf(AppFolder), file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string PathOf(string path) => Path.Join(ReferenceData.RepositoryRoot, path);

    [GeneratedRegex(@"\[Function\(")]
    private static partial Regex AnyFunction();

    [GeneratedRegex(@"\[Function\(StepNames\.(?<name>\w+)\)\][^\[]*\[(?<trigger>\w+)\]")]
    private static partial Regex StepFunction();

    [GeneratedRegex(@"\[Function\(""(?<name>\w+)""\)\][^\[]*\[HttpTrigger\(AuthorizationLevel\.(?<level>\w+), ""(?<method>\w+)"", Route = ""(?<route>[^""]+)""\)\]")]
    private static partial Regex RouteFunction();

    [GeneratedRegex(@"FUSION_[A-Z_]+")]
    private static partial Regex SettingName();
}
