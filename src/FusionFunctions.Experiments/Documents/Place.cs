namespace FusionFunctions.Experiments.Documents;

/// <summary>Where something was written: <c>file:line:column</c>, both from 1, or the text of an override.</summary>
/// <param name="Line">0 where the source has no lines.</param>
internal readonly record struct Place(string Source, long Line = 0, long Column = 0)
{
    public ExperimentException Error(string wrong, string remedy, Exception? innerException = null) =>
        new($"{this}: {wrong}; {remedy}", innerException);

    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
