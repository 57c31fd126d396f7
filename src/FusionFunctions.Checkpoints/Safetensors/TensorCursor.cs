using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>Where the next elements belong, when those of all tensors come one after the other.</summary>
internal sealed class TensorCursor
{
    private readonly IReadOnlyList<TensorInfo> _tensors;
    private int _tensor;
    private long _element;
    private long _elements;

    public TensorCursor(IReadOnlyList<TensorInfo> tensors)
    {
        _tensors = tensors;
        SkipFull();
    }

    /// <summary>How many came so far, of all tensors together; may be asked from another thread.</summary>
    public long Elements => Volatile.Read(ref _elements);

    /// <summary>The tensor that the next element belongs to.</summary>
    /// <exception cref="InvalidOperationException">All are full.</exception>
    public TensorInfo Current => IsAtEnd ? throw new InvalidOperationException("More elements than the tensors have.") : _tensors[_tensor];

    private bool IsAtEnd => _tensor == _tensors.Count;

    /// <summary>How many of so many elements belong to <see cref="Current"/>.</summary>
    public int Take(int elements) => (int)Math.Min(elements, Current.ElementCount - _element);

    /// <exception cref="InvalidOperationException">They are not of the current tensor's type.</exception>
    public void Require(StoredSlice stored)
    {
        if (stored.DType != Current.DType)
            throw new InvalidOperationException($"Tensor '{Current.Name}' is of type {Current.DType} and got elements of type {stored.DType}.");
    }

    /// <exception cref="InvalidOperationException">More than the current tensor takes.</exception>
    public void Advance(int elements)
    {
        if (elements > Current.ElementCount - _element)
            throw new InvalidOperationException($"Tensor '{Current.Name}' got more than its {Current.ElementCount} elements.");
        _element += elements;
        SkipFull();
        Volatile.Write(ref _elements, _elements + elements);
    }

    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    public void RequireEnd()
    {
        if (!IsAtEnd)
            throw new InvalidOperationException($"Tensor '{_tensors[_tensor].Name}' got {_element} of {_tensors[_tensor].ElementCount} elements.");
    }

    private void SkipFull()
    {
        for (; _tensor < _tensors.Count && _element == _tensors[_tensor].ElementCount; _tensor++)
            _element = 0;
    }
}
