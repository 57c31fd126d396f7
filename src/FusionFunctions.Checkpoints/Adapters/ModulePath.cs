namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>A module's place in its model, parts with dots between them.</summary>
public static class ModulePath
{
    /// <summary>The module's own name.</summary>
    public static string LastPart(string path) => path[(path.LastIndexOf('.') + 1)..];
}
