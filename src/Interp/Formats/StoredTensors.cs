using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>The tensors of one file while they are taken from it: each is asked for once, what is turned is noted, what nobody asks for is refused.</summary>
internal sealed class StoredTensors
{
    private readonly Dictionary<string, StoredTensor> _left;
    private readonly string _file;
    private readonly List<string> _notes;

    public StoredTensors(IEnumerable<KeyValuePair<string, StoredTensor>> tensors, string file, List<string> notes) => (_left, _file, _notes) = (new(tensors, StringComparer.Ordinal), file, notes);

    public static StoredTensors Of(SafetensorsFile file, List<string> notes) => new(file.Tensors.Select(t => KeyValuePair.Create(t.Name, t)), file.File, notes);

    public static StoredTensors Of(TorchFile file, List<string> notes) => new(
        file.Root.Kind == PickleKind.Dictionary
            ? file.Root.Entries.Select(e => KeyValuePair.Create(
                e.Key.Text ?? throw new InputException($"the key {e.Key.Whole} is no name of a tensor", file.File),
                e.Value.Tensor ?? throw new InputException($"'{e.Key.Text}' is a {e.Value}, expected a tensor", file.File)))
            : throw new InputException($"the file holds a {file.Root}, expected a dictionary of tensors", file.File),
        file.File,
        notes);

    public bool Has(string name) => _left.ContainsKey(name);

    /// <summary>Length of a vector, without taking it.</summary>
    public int LengthOf(string name) => Look(name) is { Rank: 1 } vector && vector.Count <= int.MaxValue ? (int)vector.Count : throw Bad($"'{name}' is {Look(name)}, expected a vector");

    public Tensor Take(string name)
    {
        var stored = Look(name);
        _left.Remove(name);
        return stored.ReadFloat();
    }

    public Tensor? TakeIf(string name) => Has(name) ? Take(name) : null;

    /// <summary>A matrix of known rows and columns; where the file has it turned, and that can be seen by its shape, it is turned back.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">Rows that the caller wants.</param>
    /// <param name="columns">Columns that the caller wants.</param>
    /// <param name="turned">Whether the format has it turned.</param>
    public Tensor Matrix(string name, int rows, int columns, bool turned)
    {
        var stored = Look(name);
        bool asWanted = stored.HasShape(rows, columns), asTurned = stored.HasShape(columns, rows);
        if ((!asWanted && !asTurned) || stored.Count == 0)
        {
            throw Bad($"'{name}' is {stored}, expected {(turned ? $"[{columns}, {rows}]" : $"[{rows}, {columns}]")} (or turned)");
        }

        // A square matrix does not show its side; the format's own word counts.
        bool turn = rows == columns ? turned : asTurned;
        if (turn != turned)
        {
            _notes.Add($"'{name}' is turned against the format's own order; its shape shows it");
        }

        var matrix = Take(name);
        return turn ? Turned.Copy(matrix) : matrix;
    }

    /// <summary>One number: a tensor of no dimension, or of one element.</summary>
    public double? Scalar(string name)
    {
        if (!_left.Remove(name, out var stored))
        {
            return null;
        }

        return stored.Count == 1 ? stored.ReadDouble()[0] : throw Bad($"'{name}' is {stored}, expected one number");
    }

    /// <summary>Whole numbers.</summary>
    public long[]? Whole(string name) => _left.Remove(name, out var stored) ? stored.ReadInt64() : null;

    /// <summary>Refuses what is left.</summary>
    public void End()
    {
        if (_left.Count > 0)
        {
            throw Bad($"the tensor{(_left.Count > 1 ? "s" : "")} {string.Join(", ", _left.Keys.Order(StringComparer.Ordinal).Take(8).Select(n => $"'{(n.Length > 60 ? n[..60] + "…" : n)}'"))}{(_left.Count > 8 ? ", …" : "")} {(_left.Count > 1 ? "have" : "has")} no meaning here");
        }
    }

    private StoredTensor Look(string name) => _left.TryGetValue(name, out var stored) ? stored : throw Bad($"there is no tensor '{name}'; the file has {string.Join(", ", _left.Keys.Order(StringComparer.Ordinal).Take(12).Select(n => $"'{(n.Length > 60 ? n[..60] + "…" : n)}'"))}");

    private InputException Bad(string what) => new(what, _file);
}
