namespace FusionFunctions.Leaderboards;

/// <summary>The parts of a leaderboard.</summary>
public enum RowGroup
{
    /// <summary>'Reference Results': the pre-trained model, and each fine-tuned model on its own task.</summary>
    Reference,

    /// <summary>'Model Merging Methods': the rows that compete.</summary>
    Merged,

    /// <summary>'Individual Models': each fine-tuned model on every task.</summary>
    Individual,
}
