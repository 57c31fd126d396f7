namespace FusionFunctions.Experiments.Documents;

internal sealed record ListNode(Place Place, IReadOnlyList<DocumentNode> Items) : DocumentNode(Place)
{
    public override string Description => Items.Count == 0 ? "an empty list" : "a list";
}
