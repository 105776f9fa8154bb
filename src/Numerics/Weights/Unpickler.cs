using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sim.Numerics.Weights;

/// <summary>
/// Runs the opcodes that <c>torch.save</c> writes for plain data, as a machine that knows no other objects: names of classes and functions are compared with a short list and nothing
/// is ever looked up, imported or called. Not thread-safe.
/// </summary>
internal sealed class Unpickler(byte[] code, TorchObjects objects, string file)
{
    // More than any checkpoint has; what a pickle makes us allocate stays bounded by these and its size.
    private const int MaxValues = 1_000_000;
    private const long MaxNodes = 10_000_000;
    private const int MaxDepth = 64;
    private const int MaxName = 256;

    private readonly List<object> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object> _memo = [];
    private int _at;
    private int _begin;
    private int _values;

    /// <summary>The tree that the pickle makes.</summary>
    /// <exception cref="InputException">It makes none, or names what is not known here.</exception>
    public PickleValue Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{Where()}: text that is no UTF-8", file, inner: e);
        }

        if (_at != code.Length || _stack.Count != 1 || _marks.Count != 0)
        {
            throw Bad($"it ends with {_stack.Count} values and {code.Length - _at} bytes after the end, expected one value and none");
        }

        var root = Plain(Pop());
        Measure(root, 1);
        return root;
    }

    private bool Step()
    {
        _begin = _at;
        byte op = Take(1)[0];
        switch (op)
        {
            case 0x80:
                byte version = Take(1)[0];
                _ = version is >= 2 and <= 5 ? version : throw Bad($"protocol {version}, expected 2 to 5");
                break;
            case 0x95:
                // A frame only says how much to read ahead.
                Take(8);
                break;
            case (byte)'.':
                return false;
            case (byte)'(':
                _marks.Add(_stack.Count);
                break;
            case (byte)'}':
                Push(PickleValue.NewDictionary());
                break;
            case (byte)']':
                Push(PickleValue.NewList());
                break;
            case (byte)')':
                Push(new PickleTuple([]));
                break;
            case (byte)'t':
                Push(new PickleTuple(PopToMark()));
                break;
            case 0x85 or 0x86 or 0x87:
                Push(new PickleTuple(PopMany(op - 0x84)));
                break;
            case (byte)'N':
                Push(PickleValue.Nothing);
                break;
            case 0x88:
                Push(PickleValue.True);
                break;
            case 0x89:
                Push(PickleValue.False);
                break;
            case (byte)'J':
                Push(PickleValue.Of((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))));
                break;
            case (byte)'K':
                Push(PickleValue.Of((long)Take(1)[0]));
                break;
            case (byte)'M':
                Push(PickleValue.Of((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))));
                break;
            case 0x8A:
                Push(PickleValue.Of(Long(Take(1)[0])));
                break;
            case (byte)'G':
                Push(PickleValue.Of(BinaryPrimitives.ReadDoubleBigEndian(Take(8))));
                break;
            case (byte)'X':
                Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 0x8C:
                Push(Text(Take(1)[0]));
                break;
            case 0x8D:
                Push(Text(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))));
                break;
            case (byte)'q':
                Remember(Take(1)[0]);
                break;
            case (byte)'r':
                Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                break;
            case 0x94:
                Remember((uint)_memo.Count);
                break;
            case (byte)'h':
                Recall(Take(1)[0]);
                break;
            case (byte)'j':
                Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                break;
            case (byte)'c':
                Push(Known(Line(), Line()));
                break;
            case 0x93:
                var parts = PopMany(2);
                Push(Known(Name(parts[0]), Name(parts[1])));
                break;
            case (byte)'Q':
                Push(Made(() => objects.Storage(Pop())));
                break;
            case (byte)'R':
                var call = PopMany(2);
                Push(Made(() => objects.Call(call[0], call[1])));
                break;
            case (byte)'b':
                Build();
                break;
            case (byte)'a':
                Append([Pop()]);
                break;
            case (byte)'e':
                Append(PopToMark());
                break;
            case (byte)'s':
                SetItems(PopMany(2));
                break;
            case (byte)'u':
                SetItems(PopToMark());
                break;
            default:
                throw Bad($"the opcode 0x{op:X2}, which torch.save does not write for plain data");
        }

        return true;
    }

    private void Build()
    {
        // OrderedDict carries attributes, such as the _metadata of a state_dict; they are not data of the dictionary.
        var state = Plain(Pop());
        if (Top() is not PickleValue { Kind: PickleKind.Dictionary } || state.Kind != PickleKind.Dictionary)
        {
            throw Bad($"a state for something else than a dictionary");
        }
    }

    private void Append(object[] items)
    {
        if (Top() is not PickleValue { Kind: PickleKind.List } list)
        {
            throw Bad($"items for something else than a list");
        }

        foreach (object item in items)
        {
            list.Append(Plain(item));
        }
    }

    private void SetItems(object[] pairs)
    {
        if (Top() is not PickleValue { Kind: PickleKind.Dictionary } dictionary || pairs.Length % 2 != 0)
        {
            throw Bad($"{pairs.Length} keys and values for something else than a dictionary, or without pairs");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            PickleValue key = Plain(pairs[i]), value = Plain(pairs[i + 1]);
            if (!dictionary.Set(key, value))
            {
                throw Bad($"a key that is there twice, or is no text or whole number: {key}");
            }

            if (key.Text is { } name && value.Tensor is { } tensor)
            {
                tensor.NameOnce(name);
            }
        }
    }

    private long Long(int length)
    {
        if (length > 8)
        {
            throw Bad($"a whole number of {length} bytes; at most 8 are read");
        }

        var bytes = Take(length);
        long value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private PickleValue Text(ulong length) =>
        PickleValue.Of(new UTF8Encoding(false, true).GetString(Take(length <= (ulong)(code.Length - _at) ? (int)length : throw Bad($"a text of {length} bytes, but {code.Length - _at} follow"))));

    private string Line()
    {
        int length = code.AsSpan(_at, Math.Min(MaxName, code.Length - _at)).IndexOf((byte)'\n');
        string line = Encoding.ASCII.GetString(Take(length >= 0 ? length : throw Bad($"a name that does not end within {MaxName} bytes")));
        _at++;
        return line;
    }

    private string Name(object value) => value is PickleValue { Text: { Length: <= MaxName } text } ? text : throw Bad($"a name that is no short text");

    private TorchGlobal Known(string module, string name) => TorchObjects.Known(module, name) ?? throw new InputException(
        $"{Where()}: the name '{module}.{name}', which is no part of plain weights; expected only {TorchObjects.Names}. Nothing of it was run. Keep only tensors, numbers, texts, lists and dictionaries when you save", file);

    private object Made(Func<object> make)
    {
        try
        {
            return make();
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException($"{Where()}: {e.Detail}", file, inner: e);
        }
    }

    private void Push(object value)
    {
        if (++_values > MaxValues)
        {
            throw Bad($"more than {MaxValues} values");
        }

        _stack.Add(value);
    }

    private object Pop()
    {
        object top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object Top() => _stack.Count > (_marks.Count > 0 ? _marks[^1] : 0) ? _stack[^1] : throw Bad($"an opcode that takes a value where there is none");

    private object[] PopMany(int count)
    {
        var values = new object[count];
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object[] PopToMark()
    {
        int mark = _marks.Count > 0 ? _marks[^1] : throw Bad($"an opcode that takes a mark where there is none");
        _marks.RemoveAt(_marks.Count - 1);
        object[] values = [.. _stack.GetRange(mark, _stack.Count - mark)];
        _stack.RemoveRange(mark, values.Length);
        return values;
    }

    private void Remember(uint place) => _memo[place] = Top();

    private void Recall(uint place) => Push(_memo.TryGetValue(place, out object? value) ? value : throw Bad($"place {place} of the memo, which is empty"));

    private PickleValue Plain(object value) => value switch
    {
        PickleValue plain => plain,
        PickleTuple tuple => tuple.Value ??= List(tuple),
        _ => throw Bad($"a class or storage where plain data is expected"),
    };

    private PickleValue List(PickleTuple tuple)
    {
        // Tuples are made from what is there already, so they hold no circle of tuples; how deep they are is seen here, before anything recurs.
        if (tuple.Depth > MaxDepth)
        {
            throw Bad($"tuples more than {MaxDepth} deep");
        }

        var list = PickleValue.NewList();
        foreach (object item in tuple.Items)
        {
            list.Append(Plain(item));
        }

        return list;
    }

    // Whoever walks the tree must come to an end: no circles, no list of lists of the same list that unfolds for ever.
    private void Measure(PickleValue value, int depth)
    {
        if (value.Nodes != 0)
        {
            _ = value.Nodes > 0 ? 0 : throw Bad($"a value that holds itself");
            return;
        }

        if (depth > MaxDepth)
        {
            throw Bad($"values more than {MaxDepth} deep");
        }

        if (value.Kind is not (PickleKind.List or PickleKind.Dictionary))
        {
            // Truth values are shared by all files.
            return;
        }

        value.Nodes = -1;
        long nodes = 1;
        int height = 0;
        for (int i = 0; i < value.Items.Count + value.Entries.Count; i++)
        {
            var child = i < value.Items.Count ? value.Items[i] : value.Entries[i - value.Items.Count].Value;
            Measure(child, depth + 1);
            nodes += Math.Max(1, child.Nodes);
            height = Math.Max(height, child.Height);
            if (nodes > MaxNodes || height >= MaxDepth)
            {
                throw Bad($"values that unfold to more than {MaxNodes}, or are more than {MaxDepth} deep");
            }
        }

        (value.Nodes, value.Height) = (nodes, height + 1);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > code.Length - _at)
        {
            throw Bad($"{count} bytes are expected, but {code.Length - _at} follow");
        }

        _at += count;
        return code.AsSpan(_at - count, count);
    }

    private string Where() => string.Create(CultureInfo.InvariantCulture, $"data.pkl, byte {_begin}");

    private InputException Bad(FormattableString what) => new($"{Where()}: {what.ToString(CultureInfo.InvariantCulture)}", file);
}
