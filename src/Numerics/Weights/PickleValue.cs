using System.Diagnostics.CodeAnalysis;

namespace Sim.Numerics.Weights;

/// <summary>A value of a torch file: a plain tree of dictionaries, lists, numbers, texts and tensors. Nothing in it can run. Immutable once read; thread-safe.</summary>
public sealed class PickleValue
{
    private readonly long _number;
    private readonly object? _content;
    private List<PickleValue>? _items;
    private List<KeyValuePair<PickleValue, PickleValue>>? _entries;
    private Dictionary<object, PickleValue>? _byKey;

    private PickleValue(PickleKind kind, long number = 0, object? content = null) => (Kind, _number, _content) = (kind, number, content);

    /// <summary>What it is.</summary>
    public PickleKind Kind { get; }

    /// <summary>The truth value, or null when it is none.</summary>
    public bool? Flag => Kind == PickleKind.Flag ? _number != 0 : null;

    /// <summary>The whole number, or null when it is none.</summary>
    public long? Whole => Kind == PickleKind.Whole ? _number : null;

    /// <summary>The number in double precision, also of a whole one; null when it is none.</summary>
    public double? Number => Kind == PickleKind.Real ? BitConverter.Int64BitsToDouble(_number) : Whole;

    /// <summary>The text, or null when it is none.</summary>
    public string? Text => _content as string;

    /// <summary>The tensor, or null when it is none.</summary>
    public StoredTensor? Tensor => _content as StoredTensor;

    /// <summary>The items of a list or tuple; empty when it is none.</summary>
    public IReadOnlyList<PickleValue> Items => _items ?? (IReadOnlyList<PickleValue>)[];

    /// <summary>The entries of a dictionary in its order; empty when it is none.</summary>
    public IReadOnlyList<KeyValuePair<PickleValue, PickleValue>> Entries => _entries ?? (IReadOnlyList<KeyValuePair<PickleValue, PickleValue>>)[];

    internal static PickleValue Nothing { get; } = new(PickleKind.None);

    internal static PickleValue True { get; } = new(PickleKind.Flag, 1);

    internal static PickleValue False { get; } = new(PickleKind.Flag);

    // Nodes that a walk over the whole tree would meet below and with this one, and how deep it is: 0 before they are counted, -1 while they are.
    internal long Nodes { get; set; }

    internal int Height { get; set; }

    /// <summary>Looks up an entry of a dictionary.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value, where there is one.</param>
    public bool TryGet(string key, [NotNullWhen(true)] out PickleValue? value)
    {
        value = null;
        return _byKey?.TryGetValue(key, out value) == true;
    }

    /// <summary>What it is in words.</summary>
    public override string ToString() => Kind switch
    {
        PickleKind.List => $"list of {Items.Count}",
        PickleKind.Dictionary => $"dictionary of {Entries.Count}",
        PickleKind.Tensor => $"tensor {Tensor}",
        PickleKind.Text => $"text '{ElementTypes.Cut(Text!)}'",
        _ => Kind.ToString(),
    };

    internal static PickleValue Of(long value) => new(PickleKind.Whole, value);

    internal static PickleValue Of(double value) => new(PickleKind.Real, BitConverter.DoubleToInt64Bits(value));

    internal static PickleValue Of(string value) => new(PickleKind.Text, 0, value);

    internal static PickleValue Of(StoredTensor value) => new(PickleKind.Tensor, 0, value);

    internal static PickleValue NewList() => new(PickleKind.List);

    internal static PickleValue NewDictionary() => new(PickleKind.Dictionary);

    internal void Append(PickleValue item) => (_items ??= []).Add(item);

    // False where the key is there already or is none.
    internal bool Set(PickleValue key, PickleValue value)
    {
        object? plain = key.Kind == PickleKind.Whole ? key._number : key.Text;
        if (plain is null || !(_byKey ??= []).TryAdd(plain, value))
        {
            return false;
        }

        (_entries ??= []).Add(new(key, value));
        return true;
    }
}
