using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Overrides;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments;

/// <summary>Reads an experiment file: YAML 1.2, of which JSON is a part. The format: docs/experiment-file.md.</summary>
public static class ExperimentReader
{
    private const string Unnamed = "merge";

    /// <summary>No experiment is longer.</summary>
    public const int MaxBytes = DocumentText.MaxBytes;

    /// <param name="text">The file's content; up to <see cref="MaxBytes"/>.</param>
    /// <param name="fileName">As messages show it; without its extension it is the experiment's name where the file gives none.</param>
    /// <param name="folder">Where relative paths start; null refuses local paths.</param>
    /// <param name="catalog">The names that the file may use.</param>
    /// <param name="overrides">Each <c>key=value</c>, applied in order before anything is checked.</param>
    /// <param name="isEvaluated">Else its tasks and baselines play no part and are not looked at, nor is a name needed.</param>
    /// <exception cref="ExperimentException">The experiment cannot be run as written; the message says where, what and the remedy.</exception>
    public static Experiment Read(
        string text, string fileName, string? folder, ExperimentCatalog catalog, IReadOnlyList<string>? overrides = null, bool isEvaluated = true)
    {
        var root = DocumentParser.ParseFile(text, fileName);
        if (root.IsNothing)
            throw root.Place.Error("the experiment is empty", "start with modelpool:, methods: and taskpool:");
        foreach (string one in overrides ?? [])
            root = Override.Parse(one).ApplyTo(root, catalog);
        var map = root.AsMapping("an experiment", "modelpool:, methods: and taskpool:");
        map.AllowKeys("an experiment", "name", "modelpool", "methods", "baselines", "taskpool", "dtype", "precision", "full_answers");

        var context = new ReadingContext(catalog, folder);
        string name = ReadName(map, fileName, isEvaluated);
        var models = new ModelPoolReader(context).Read(map.Required("modelpool", "the experiment", "modelpool: and a pool's name"));
        var tasks = isEvaluated
            ? new TaskPoolReader(context).Read(map.Required("taskpool", "the experiment", "taskpool: and a task pool's name"))
            : new TaskPool(null, []);
        if (KnownModelPools.IsClassification(models) && tasks.Tasks.Count > 0)
            throw map.Find("taskpool")!.Value.Place.Error(
                $"the models of '{models.Name}' classify, and classification heads are not evaluated yet", "write taskpool: dummy to merge them");
        var methods = map.Find("methods") is { } methodList ? new MethodListReader(context, models).Read(methodList.Value) : [];
        if (methods.Count == 0 && !isEvaluated)
            throw map.Place.Error("there is nothing to merge: the experiment has no 'methods'", "add methods: [simple_average]");
        var baselines = isEvaluated && map.Optional("baselines") is { } baselineList ? new BaselineReader(models, tasks).Read(baselineList) : [];
        string? dtype = map.Optional("dtype") is { } element ? DTypeReader.Read(element) : null;
        var precision = map.Optional("precision") is { } computed ? PrecisionReader.Read(computed) : Precision.F32;
        bool fullAnswers = map.Optional("full_answers")?.AsBoolean("'full_answers'", "full_answers: true") ?? false;
        return methods.Count + baselines.Count > 0
            ? new(name, models, methods, baselines, tasks, dtype) { Precision = precision, FullAnswers = fullAnswers }
            : throw map.Place.Error("the experiment has neither 'methods' nor 'baselines'", "add methods: [simple_average]");
    }

    /// <summary>Reads what lies elsewhere than in a file of this machine.</summary>
    /// <param name="utf8">The content, or more than <see cref="MaxBytes"/> of it.</param>
    /// <param name="fileName">As messages show it.</param>
    /// <param name="folder">Where relative paths start; null refuses local paths.</param>
    /// <param name="catalog">The names that the experiment may use.</param>
    /// <exception cref="ExperimentException">The experiment cannot be run as written.</exception>
    public static Experiment Read(ReadOnlySpan<byte> utf8, string fileName, string? folder, ExperimentCatalog catalog) =>
        Read(ExperimentText.Decode(utf8, fileName), fileName, folder, catalog);

    /// <summary>Reads a file; relative paths start at its folder.</summary>
    /// <exception cref="ExperimentException">The file cannot be read, or the experiment cannot be run as written.</exception>
    public static Experiment ReadFile(string path, ExperimentCatalog catalog, IReadOnlyList<string>? overrides = null) =>
        Read(ExperimentText.ReadFile(path), path, Path.GetDirectoryName(Path.GetFullPath(path)), catalog, overrides);

    private static string ReadName(MappingNode map, string fileName, bool isNeeded)
    {
        if (map.Find("name") is { } entry)
            return SafeName.Require(entry.Value.AsText("'name'", "name: flan-t5-base-glue"), entry.Value.Place, "the experiment");
        string name = Path.GetFileNameWithoutExtension(fileName);
        return SafeName.IsSafe(name) ? name
            : !isNeeded ? Unnamed
            : throw map.Place.Error("the experiment has no 'name' and the file's cannot be taken", "add name: flan-t5-base-glue");
    }
}
