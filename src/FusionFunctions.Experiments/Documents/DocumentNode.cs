namespace FusionFunctions.Experiments.Documents;

/// <summary>A value of an experiment file and the place it was written at.</summary>
internal abstract record DocumentNode(Place Place)
{
    /// <summary>What a message says was found: <c>a list</c>, <c>the number 3</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it is empty or says <c>null</c>.</summary>
    public virtual bool IsNothing => false;

    /// <summary>Whether it says nothing, or is a list or a mapping of nothing.</summary>
    public bool IsEmpty => IsNothing || this is ListNode { Items.Count: 0 } or MappingNode { Entries.Count: 0 };
}
