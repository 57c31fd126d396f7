using System.Runtime.InteropServices;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>The values that a pickle has made and not yet used; marks divide it.</summary>
internal sealed class PickleStack(string fileName)
{
    private readonly List<object?> _values = [];
    private readonly Stack<int> _marks = [];

    public object? Top => _values.Count > Floor ? _values[^1] : throw Empty();

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Push(_values.Count);

    public object? Pop() => Pop(1)[0];

    public object?[] Pop(int count)
    {
        if (_values.Count - Floor < count)
            throw Empty();
        object?[] items = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return items;
    }

    public object?[] PopToMark()
    {
        object?[] items = _marks.Count > 0 ? Pop(_values.Count - Floor) : throw Empty();
        _marks.Pop();
        return items;
    }

    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private CheckpointException Empty() => PickleProblem.Bad(fileName, "its pickle uses more values than it has");
}
