using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// Grows an ITDA from a stream (papers-sae §1, as the code of arXiv 2505.17769 does it). Until there are as many atoms as dimensions, the batch's most frequent activations are taken; then all that are
/// reconstructed badly by the dictionary as it stood before the batch, in the order of the stream, also near-duplicates of each other. So the dictionary depends on the size of batches.
/// </summary>
/// <remarks>Activations that are equally frequent are taken in the order of their first occurrence; the code leaves that open. The same bits for any number of threads.</remarks>
public sealed class ItdaBuilder
{
    private const float SmallestNorm = 1e-9f;
    private readonly int _width;
    private readonly ItdaOptions _options;
    private readonly List<float> _atoms = [];
    private readonly List<AtomTag> _tags = [];
    private ItdaAutoencoder? _model;

    /// <summary>Begins with no atom.</summary>
    /// <param name="width">d.</param>
    /// <param name="options">How it grows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ItdaBuilder(int width, ItdaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.K, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxAtoms);
        if (!(options.Threshold >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threshold, "a threshold is not negative");
        }

        (_width, _options) = (width, options);
    }

    /// <summary>Batches that were given.</summary>
    public long Batches { get; private set; }

    /// <summary>Number of atoms.</summary>
    public int Count => _tags.Count;

    /// <summary>Whether no atom will be added any more.</summary>
    public bool IsFull => _options.MaxAtoms > 0 && Count >= _options.MaxAtoms;

    /// <summary>The model of the atoms so far, with memory of its own.</summary>
    /// <exception cref="InvalidOperationException">There is no atom yet.</exception>
    public ItdaAutoencoder Model => Count == 0
        ? throw new InvalidOperationException("there is no atom before the first batch")
        : _model ??= new ItdaAutoencoder(Tensor.Wrap([.. _atoms], Count, _width), _tags, _options.K);

    /// <summary>Takes a batch into account.</summary>
    /// <param name="batch">Sequences × tokens × d.</param>
    /// <returns>Mean error before atoms of this batch were added, but for the first d; 0 where the dictionary is full.</returns>
    /// <exception cref="ArgumentException">The shape is another, or a number is not finite.</exception>
    public double Add(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Rank != 3 || batch.Columns != _width || batch.Count == 0)
        {
            throw new ArgumentException($"a batch is a {batch}, expected sequences × tokens × {_width}", nameof(batch));
        }

        long step = Batches;
        (int sequences, int tokens) = (batch.Shape[0], batch.Shape[1]);
        Tensor rows = batch.Reshape(-1, _width);
        AtomTag Tag(int row) => new((step * sequences) + (row / tokens), row % tokens);
        if (!IsFull)
        {
            foreach (float value in rows.Values)
            {
                if (!float.IsFinite(value))
                {
                    throw new ArgumentException($"a batch holds {value}; expected finite numbers", nameof(batch));
                }
            }
        }

        Batches++;
        if (IsFull)
        {
            return 0;
        }

        if (Count < _width)
        {
            Append(rows, MostFrequent(rows, _width - Count), Tag);
        }

        float[] errors = Errors(rows);
        Append(rows, [.. Enumerable.Range(0, rows.Rows).Where(row => errors[row] > _options.Threshold)], Tag);
        if (_options.MaxAtoms > 0 && Count > _options.MaxAtoms)
        {
            _tags.RemoveRange(_options.MaxAtoms, Count - _options.MaxAtoms);
            _atoms.RemoveRange(_tags.Count * _width, _atoms.Count - (_tags.Count * _width));
            _model = null;
        }

        return errors.Average(error => (double)error);
    }

    /// <summary>All that the next batches depend on.</summary>
    public TrainingState Save()
    {
        var state = new TrainingState();
        state.Counters["batches"] = [Batches];
        state.Counters["tags"] = [.. _tags.SelectMany(tag => (long[])[tag.Sequence, tag.Token])];
        state.Tensors["atoms"] = Tensor.Wrap([.. _atoms], Count, _width);
        return state;
    }

    /// <summary>Goes on from what <see cref="Save"/> gave.</summary>
    /// <param name="state">Of the same width and options.</param>
    /// <exception cref="InputException">Something is missing or has another shape.</exception>
    public void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] batches = state.Counter("batches", 1);
        if (!state.Counters.TryGetValue("tags", out long[]? tags) || tags.Length % 2 != 0)
        {
            throw new InputException("the state holds no pairs of numbers 'tags'; it belongs to another kind of training");
        }

        Tensor atoms = state.Tensor("atoms", tags.Length / 2, _width);
        _tags.Clear();
        _atoms.Clear();
        for (int i = 0; i < tags.Length; i += 2)
        {
            _tags.Add(new AtomTag(tags[i], checked((int)tags[i + 1])));
        }

        _atoms.AddRange(atoms.Values);
        (Batches, _model) = (batches[0], null);
    }

    private float[] Errors(Tensor rows)
    {
        var tape = new Tape { IsRecording = false };
        SparseRows codes = Model.Pursue(tape, Variable.Constant(rows), _options.K).Codes;
        Tensor found = Model.Decode(tape, codes).Value;
        float[] errors = new float[rows.Rows];
        for (int row = 0; row < errors.Length; row++)
        {
            ReadOnlySpan<float> x = rows.Row(row), y = found.Row(row);
            bool cosine = _options.Error == ItdaError.CosineMse;
            float ofX = cosine ? MathF.Max(DecoderRows.Length(x), SmallestNorm) : 1, ofY = cosine ? MathF.Max(DecoderRows.Length(y), SmallestNorm) : 1;
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                float difference = (x[i] / ofX) - (y[i] / ofY);
                sum += (double)difference * difference;
            }

            errors[row] = (float)(cosine ? sum / x.Length : sum);
        }

        return errors;
    }

    private void Append(Tensor rows, int[] which, Func<int, AtomTag> tag)
    {
        if (which.Length == 0)
        {
            return;
        }

        foreach (int row in which)
        {
            _atoms.AddRange(rows.Row(row));
            _tags.Add(tag(row));
        }

        // All atoms again, as the code does it.
        Span<float> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_atoms);
        for (int atom = 0; atom < Count; atom++)
        {
            Span<float> values = all.Slice(atom * _width, _width);
            RowProducts.Divide(values, MathF.Max(DecoderRows.Length(values), SmallestNorm));
        }

        _model = null;
    }

    private static int[] MostFrequent(Tensor rows, int most)
    {
        var counts = new Dictionary<Key, (int First, int Count)>();
        for (int row = 0; row < rows.Rows; row++)
        {
            var key = new Key(rows, row);
            counts[key] = counts.TryGetValue(key, out (int First, int Count) seen) ? (seen.First, seen.Count + 1) : (row, 1);
        }

        return [.. counts.Values.OrderByDescending(c => c.Count).ThenBy(c => c.First).Take(most).Select(c => c.First)];
    }

    private readonly struct Key(Tensor rows, int row) : IEquatable<Key>
    {
        private ReadOnlySpan<float> Values => rows.Row(row);

        public bool Equals(Key other) => Values.SequenceEqual(other.Values);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (float value in Values)
            {
                hash.Add(value == 0 ? 0 : BitConverter.SingleToInt32Bits(value));
            }

            return hash.ToHashCode();
        }
    }
}
