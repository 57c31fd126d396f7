using System.Text.Json.Serialization;

using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments;

/// <param name="Name">The catalog's name for it, or null where it was written out.</param>
/// <param name="Models">In pool order, which the merge methods follow.</param>
/// <param name="Tokenizer">A folder or hub name that holds <c>spiece.model</c>; null means the first model's checkpoint.</param>
public sealed record ModelPool(string? Name, IReadOnlyList<PoolModel> Models, CheckpointReference? Tokenizer)
{
    public const string PretrainedName = "_pretrained_";

    /// <summary>A model <c>glue-cola</c> is the one fine-tuned on the task <c>cola</c>.</summary>
    public const string FineTunedPrefix = "glue-";

    /// <summary>Whether a model is named like <c>_this_</c>. As in FusionBench, such a one is not among those that are merged.</summary>
    public static bool IsSpecial(string name) => name.Length > 1 && name[0] == '_' && name[^1] == '_';

    [JsonIgnore]
    public PoolModel? Pretrained => Models.FirstOrDefault(model => model.Name == PretrainedName);

    /// <summary>The models that are merged: all but those named like <c>_this_</c>.</summary>
    [JsonIgnore]
    public IEnumerable<PoolModel> FineTuned => Models.Where(model => !IsSpecial(model.Name));

    /// <returns>The model that was fine-tuned on that task, or null where the pool has none.</returns>
    public PoolModel? FineTunedOn(string task) => Models.FirstOrDefault(model => model.Name == FineTunedPrefix + task);
}

/// <param name="Name">Such as <c>_pretrained_</c> or <c>glue-cola</c>.</param>
/// <param name="Checkpoint">The full checkpoint, or the base that the adapter changes.</param>
/// <param name="Adapter">A PEFT adapter on top, or null.</param>
public sealed record PoolModel(string Name, CheckpointReference Checkpoint, CheckpointReference? Adapter = null);

/// <summary>Where a checkpoint is: a local folder, a hub repository (<c>org/name@revision</c>) or a blob address.</summary>
/// <param name="Kind">How to read <paramref name="Location"/>.</param>
/// <param name="Location">A full path, <c>org/name</c>, or an https address.</param>
/// <param name="Revision">A hub revision, or null for the default branch.</param>
public sealed record CheckpointReference(CheckpointKind Kind, string Location, string? Revision = null)
{
    /// <param name="text">A path, <c>org/name</c>, <c>org/name@revision</c> or an https address.</param>
    /// <param name="folder">Where relative paths start; null refuses local paths.</param>
    /// <exception cref="ExperimentException">It is none of these, or a folder that does not exist.</exception>
    public static CheckpointReference Parse(string text, string? folder) => CheckpointText.Read(text, folder, new(Shown.Short(text)), "check the path");

    public override string ToString() => Revision is null ? Location : $"{Location}@{Revision}";
}

[JsonConverter(typeof(JsonStringEnumConverter<CheckpointKind>))]
public enum CheckpointKind
{
    Folder,
    Hub,
    Blob,
}
