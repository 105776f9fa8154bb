using System.Globalization;

namespace Sim.Numerics.Weights;

/// <summary>The few objects that plain weights are made of: ordered dictionaries, storages that lie beside the pickle, tensors that are views of them.</summary>
internal sealed class TorchObjects(ByteSource source, IReadOnlyDictionary<string, ZipEntry> entries, string prefix, bool bigEndian, string file)
{
    public const string Names = "collections.OrderedDict, torch._utils._rebuild_tensor_v2, torch._utils._rebuild_parameter and torch.FloatStorage and its kin of other plain numbers";

    private static readonly Dictionary<string, TorchGlobal> Globals = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = new(TorchRole.OrderedDictionary),
        ["torch._utils._rebuild_tensor_v2"] = new(TorchRole.Tensor),
        ["torch._utils._rebuild_parameter"] = new(TorchRole.Parameter),
        ["torch.FloatStorage"] = new(TorchRole.Storage, ElementType.F32),
        ["torch.DoubleStorage"] = new(TorchRole.Storage, ElementType.F64),
        ["torch.HalfStorage"] = new(TorchRole.Storage, ElementType.F16),
        ["torch.BFloat16Storage"] = new(TorchRole.Storage, ElementType.BF16),
        ["torch.CharStorage"] = new(TorchRole.Storage, ElementType.I8),
        ["torch.ByteStorage"] = new(TorchRole.Storage, ElementType.U8),
        ["torch.ShortStorage"] = new(TorchRole.Storage, ElementType.I16),
        ["torch.IntStorage"] = new(TorchRole.Storage, ElementType.I32),
        ["torch.LongStorage"] = new(TorchRole.Storage, ElementType.I64),
        ["torch.BoolStorage"] = new(TorchRole.Storage, ElementType.Bool),
    };

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>What a name stands for, or null.</summary>
    public static TorchGlobal? Known(string module, string name) => Globals.GetValueOrDefault($"{module}.{name}");

    /// <summary>The name of a kind of storage.</summary>
    public static string NameOf(ElementType type) => Globals.First(g => g.Value.Role == TorchRole.Storage && g.Value.Type == type).Key["torch.".Length..];

    /// <summary>The storage of a persistent id: ('storage', kind, key, device, number of elements).</summary>
    public object Storage(object id)
    {
        if (id is not PickleTuple { Items: [PickleValue { Text: "storage" }, TorchGlobal { Role: TorchRole.Storage } kind, PickleValue { Text: { } key }, PickleValue { Text: not null }, PickleValue { Whole: { } count }] })
        {
            throw new InputException("a persistent id of another form than ('storage', kind, key, device, count)");
        }

        if (_storages.TryGetValue(key, out var known))
        {
            return known.Type == kind.Type && known.Count == count ? known : throw new InputException($"the storage '{ElementTypes.Cut(key)}' as {kind.Type} after {known.Type}, or with another count");
        }

        if (!entries.TryGetValue($"{prefix}/data/{key}", out var entry) || entry.Deflated)
        {
            throw new InputException($"the storage '{ElementTypes.Cut(key)}', which the file does not have{(entry is null ? "" : " as a stored entry")}");
        }

        if (count < 0 || count > entry.Unpacked || count * kind.Type.Size() != entry.Unpacked)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the storage '{ElementTypes.Cut(key)}' with {count} elements of {kind.Type}, but it has {entry.Unpacked} bytes"));
        }

        var storage = new TorchStorage(key, kind.Type, new PartSource(source, entry.Data, entry.Packed), count);
        _storages.Add(key, storage);
        return storage;
    }

    /// <summary>What a call of a known name makes.</summary>
    public object Call(object what, object with)
    {
        if (what is not TorchGlobal global || with is not PickleTuple { Items: var arguments })
        {
            throw new InputException("a call of something that is no function");
        }

        switch (global.Role)
        {
            case TorchRole.OrderedDictionary when arguments.Length == 0:
                return PickleValue.NewDictionary();
            case TorchRole.Tensor:
                return Tensor(arguments);
            case TorchRole.Parameter when arguments is [PickleValue { Tensor: not null } tensor, PickleValue { Flag: not null }, PickleValue { Kind: PickleKind.Dictionary, Entries.Count: 0 }]:
                return tensor;
            default:
                throw new InputException($"{global.Role} with {arguments.Length} arguments of a form that is not read");
        }
    }

    private PickleValue Tensor(object[] arguments)
    {
        // Seventh: None, or what the numbers leave out, such as conjugation.
        if (arguments is not [TorchStorage storage, PickleValue { Whole: { } offset }, PickleTuple { Items: var size }, PickleTuple { Items: var stride }, PickleValue { Flag: not null }, PickleValue { Kind: PickleKind.Dictionary, Entries.Count: 0 }, ..]
            || arguments.Length > 7
            || (arguments.Length == 7 && arguments[6] is not PickleValue { Kind: PickleKind.None or PickleKind.Dictionary, Entries.Count: 0 }))
        {
            throw new InputException("a tensor with arguments of a form that is not read; expected storage, offset, size, stride, requires_grad and empty hooks");
        }

        long[] shape = Numbers(size), strides = Numbers(stride);
        if (shape.Length != strides.Length || shape.Length > ElementTypes.MaxRank || offset < 0)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a tensor of {shape.Length} dimensions with {strides.Length} strides from element {offset}; expected as many strides, at most {ElementTypes.MaxRank} dimensions, and no negative place"));
        }

        // Where the last element lies. A view that repeats elements could be larger than any memory.
        Int128 last = offset;
        for (int i = 0; i < shape.Length; i++)
        {
            last += (Int128)Math.Max(0, shape[i] - 1) * strides[i];
        }

        if (ElementTypes.Count(shape) is not { } count || count > storage.Count || (count > 0 && last >= storage.Count) || offset > storage.Count)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a tensor of shape {ElementTypes.Text(shape)} with strides {ElementTypes.Text(strides)} from element {offset}, which does not fit the {storage.Count} elements of storage '{ElementTypes.Cut(storage.Key)}' (expanded tensors are saved with .contiguous())"));
        }

        int each = storage.Type.Size();
        return PickleValue.Of(new StoredTensor(file, $"storage {storage.Key}", storage.Type.Name(), storage.Type, shape, storage.Source, offset * each, count * each, strides, bigEndian));
    }

    private static long[] Numbers(object[] values)
    {
        var numbers = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            numbers[i] = values[i] is PickleValue { Whole: { } number and >= 0 } ? number : throw new InputException("a size or stride that is no whole number from 0");
        }

        return numbers;
    }
}
