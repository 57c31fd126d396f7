namespace FusionFunctions.FlanT5.Inference;

/// <summary>Rows of one length that lie behind each other in a packed batch: together a plain [rows, length, …] tensor, without padding.</summary>
/// <param name="FirstToken">Where the first row starts.</param>
/// <param name="Rows">How many.</param>
/// <param name="Length">Tokens in each.</param>
/// <param name="Ignored">For a single row with padding inside: the places that nobody looks at; otherwise null.</param>
internal readonly record struct RowRun(int FirstToken, int Rows, int Length, int[]? Ignored = null)
{
    public int Tokens => Rows * Length;
}
