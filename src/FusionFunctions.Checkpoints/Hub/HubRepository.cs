using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Hub;

/// <summary>A repository on the hub, such as <c>google/flan-t5-base</c> or the dataset <c>nyu-mll/glue</c>.</summary>
public sealed partial record HubRepository
{
    private const int MaxNameLength = 96;

    /// <exception cref="HubException">The name is not <c>organization/name</c> as the hub allows it.</exception>
    public HubRepository(HubRepositoryKind kind, string name)
    {
        if (!IsName(name))
            throw new HubException(HubFailure.BadRequest,
                $"'{Printable.Text(name)}' is not the name of a hub repository; write organization/name, such as google/flan-t5-base.");
        (Kind, Name) = (kind, name);
    }

    public HubRepositoryKind Kind { get; }

    /// <summary><c>organization/name</c>.</summary>
    public string Name { get; }

    public static HubRepository Model(string name) => new(HubRepositoryKind.Model, name);

    public static HubRepository Dataset(string name) => new(HubRepositoryKind.Dataset, name);

    internal static bool TryCreate(HubRepositoryKind kind, string name, [NotNullWhen(true)] out HubRepository? repository) =>
        (repository = IsName(name) ? new(kind, name) : null) is not null;

    public override string ToString() => Kind == HubRepositoryKind.Dataset ? $"dataset {Name}" : Name;

    /// <summary>The path of the repository's page, and of its files.</summary>
    internal string PagePath => Kind == HubRepositoryKind.Dataset ? $"datasets/{Name}" : Name;

    internal string ApiPath => Kind == HubRepositoryKind.Dataset ? $"api/datasets/{Name}" : $"api/models/{Name}";

    private static bool IsName(string name) =>
        name.Length <= MaxNameLength && Pattern().IsMatch(name) && !name.EndsWith(".git", StringComparison.OrdinalIgnoreCase)
        && !name.Contains("--", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(?<![.-])/[A-Za-z0-9_][A-Za-z0-9_.-]*(?<![.-])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
