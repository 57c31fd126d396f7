namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>
/// Reads a pickle as data: numbers, text, tuples, lists, dictionaries and views of storages. Every other opcode and every name
/// but those of <see cref="PickleGlobals"/> ends the reading.
/// </summary>
internal sealed class Unpickler(byte[] pickle, string fileName)
{
    // About 30 for each tensor; an object takes far more memory than its opcode takes bytes.
    private const int MaxOpcodes = 2_000_000;

    private readonly PickleReader _reader = new(pickle, fileName);
    private readonly PickleGlobals _globals = new(fileName);
    private readonly PickleStack _stack = new(fileName);
    private readonly Dictionary<int, object?> _memo = [];

    /// <exception cref="CheckpointException">It is more than data, or damaged.</exception>
    public object? Read()
    {
        if (_reader.Byte() != (byte)PickleOpcode.Protocol || _reader.Byte() != 2)
            throw PickleProblem.Bad(fileName, "its pickle is not one of protocol 2");
        for (int opcodes = 0; opcodes < MaxOpcodes; opcodes++)
        {
            var opcode = (PickleOpcode)_reader.Byte();
            if (opcode == PickleOpcode.Stop)
                return _stack.Pop();
            Execute(opcode);
        }
        throw PickleProblem.Bad(fileName, $"its pickle has more than {MaxOpcodes} opcodes");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt: _stack.Push((long)_reader.Int32()); break;
            case PickleOpcode.BinInt1: _stack.Push((long)_reader.Byte()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)_reader.UInt16()); break;
            case PickleOpcode.Long1: _stack.Push(_reader.Long1()); break;
            case PickleOpcode.BinFloat: _stack.Push(_reader.Double()); break;
            case PickleOpcode.BinUnicode: _stack.Push(_reader.Text()); break;
            case PickleOpcode.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: _stack.Push(_stack.Pop(1)); break;
            case PickleOpcode.Tuple2: _stack.Push(_stack.Pop(2)); break;
            case PickleOpcode.Tuple3: _stack.Push(_stack.Pop(3)); break;
            case PickleOpcode.Tuple: _stack.Push(_stack.PopToMark()); break;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); break;
            case PickleOpcode.Append: Append(_stack.Pop(1)); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.EmptyDict: _stack.Push(new Dictionary<string, object?>(StringComparer.Ordinal)); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;
            case PickleOpcode.BinPut: _memo[_reader.Byte()] = _stack.Top; break;
            case PickleOpcode.LongBinPut: _memo[_reader.Int32()] = _stack.Top; break;
            case PickleOpcode.BinGet: Get(_reader.Byte()); break;
            case PickleOpcode.LongBinGet: Get(_reader.Int32()); break;
            case PickleOpcode.BinPersistentId: _stack.Push(_globals.Storage(_stack.Pop())); break;
            case PickleOpcode.Global: _stack.Push(_globals.Find(_reader.Line(), _reader.Line())); break;
            case PickleOpcode.Reduce: Reduce(); break;
            case PickleOpcode.Build: Build(); break;
            default: throw PickleProblem.Unsafe(fileName, $"the pickle opcode 0x{(byte)opcode:x2} at byte {_reader.Position - 1}");
        }
    }

    private void Append(object?[] items) => Top<List<object?>>("list").AddRange(items);

    private void SetItems(object?[] items)
    {
        var dictionary = Top<Dictionary<string, object?>>("dictionary");
        if (items.Length % 2 != 0)
            throw PickleProblem.Bad(fileName, "a dictionary of its pickle has a key without a value");
        for (int i = 0; i < items.Length; i += 2)
        {
            string key = items[i] as string ?? throw PickleProblem.Bad(fileName, "a dictionary of its pickle has a key that is not text");
            dictionary[key] = items[i + 1];
        }
    }

    private void Get(int index) =>
        _stack.Push(_memo.TryGetValue(index, out object? value)
            ? value
            : throw PickleProblem.Bad(fileName, $"its pickle refers to a value {index} that it never had"));

    private void Reduce()
    {
        object?[] call = _stack.Pop(2);
        _stack.Push(_globals.Call(call[0], call[1]));
    }

    /// <summary>A state dict carries its modules' versions as an attribute, which says nothing of the tensors.</summary>
    private void Build()
    {
        _stack.Pop();
        Top<Dictionary<string, object?>>("dictionary");
    }

    private T Top<T>(string what)
        where T : class =>
        _stack.Top as T ?? throw PickleProblem.Bad(fileName, $"its pickle has no {what} where byte {_reader.Position} needs one");
}
