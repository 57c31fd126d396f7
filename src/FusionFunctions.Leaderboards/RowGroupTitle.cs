namespace FusionFunctions.Leaderboards;

/// <summary>What the groups are called in tables and files.</summary>
public static class RowGroupTitle
{
    public static string Of(RowGroup group) => group switch
    {
        RowGroup.Reference => "Reference Results",
        RowGroup.Merged => "Model Merging Methods",
        RowGroup.Individual => "Individual Models",
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    /// <returns>The group of that title, or null.</returns>
    public static RowGroup? Find(string? title) =>
        Enum.GetValues<RowGroup>().Where(group => Of(group) == title).Select(group => (RowGroup?)group).FirstOrDefault();
}
