namespace FusionFunctions.Samples.Rows;

/// <summary>How much of a task its rows show.</summary>
public enum Breadth
{
    /// <summary>Its plain cases only.</summary>
    Plain,

    /// <summary>Its harder cases only.</summary>
    Hard,

    /// <summary>Both, 3 to 7: what models are fine-tuned on and evaluated with.</summary>
    Full,
}
