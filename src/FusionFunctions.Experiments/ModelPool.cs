namespace FusionFunctions.Experiments;

/// <param name="Name">The catalog's name for it, or null where it was written out.</param>
/// <param name="Models">In pool order, which the merge methods follow.</param>
/// <param name="Tokenizer">A folder or hub name that holds <c>spiece.model</c>; null means the first model's checkpoint.</param>
public sealed record ModelPool(string? Name, IReadOnlyList<PoolModel> Models, CheckpointReference? Tokenizer)
{
    public const string PretrainedName = "_pretrained_";

    public PoolModel? Pretrained => Models.FirstOrDefault(model => model.Name == PretrainedName);

    /// <summary>The models that are merged: all but those named like <c>_this_</c>.</summary>
    public IEnumerable<PoolModel> FineTuned => Models.Where(model => !model.IsSpecial);
}

/// <param name="Name">Such as <c>_pretrained_</c> or <c>glue-cola</c>.</param>
/// <param name="Checkpoint">The full checkpoint, or the base that the adapter changes.</param>
/// <param name="Adapter">A PEFT adapter on top, or null.</param>
public sealed record PoolModel(string Name, CheckpointReference Checkpoint, CheckpointReference? Adapter = null)
{
    public bool IsSpecial => Name.Length > 1 && Name[0] == '_' && Name[^1] == '_';
}

/// <summary>Where a checkpoint is: a local folder, a hub repository (<c>org/name@revision</c>) or a blob address.</summary>
/// <param name="Kind">How to read <paramref name="Location"/>.</param>
/// <param name="Location">A full path, <c>org/name</c>, or an https address.</param>
/// <param name="Revision">A hub revision, or null for the default branch.</param>
public sealed record CheckpointReference(CheckpointKind Kind, string Location, string? Revision = null)
{
    public override string ToString() => Revision is null ? Location : $"{Location}@{Revision}";
}

public enum CheckpointKind
{
    Folder,
    Hub,
    Blob,
}
