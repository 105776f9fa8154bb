using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// Matching pursuit whose gradient goes through all its steps: <c>cᵢ = ⟨rᵢ₋₁, wᵢ⟩</c>, <c>rᵢ = rᵢ₋₁ − cᵢ wᵢ</c>. Backwards, with ρᵢ the gradient at rᵢ and γᵢ the one that arrives at cᵢ from elsewhere,
/// <c>δᵢ = γᵢ − ⟨ρᵢ, wᵢ⟩</c>, <c>∂wᵢ = δᵢ rᵢ₋₁ − cᵢ ρᵢ</c> and <c>ρᵢ₋₁ = ρᵢ + δᵢ wᵢ</c>: a few rows for each token and step, whatever F is, and no step's state is kept.
/// </summary>
internal static class MatchingPursuit
{
    private const int RowsOfABlock = 32;
    private const int AtomsOfABlock = 64;

    public static PursuitCodes Run(Tape tape, Variable x, Variable dictionary, InnerProductIndex index, int k, RankBy order, Tensor? dropped)
    {
        Tensor start = x.Value, residual = tape.New(start.Rows, start.Columns), atoms = dictionary.Value;
        int rows = start.Rows;
        start.Values.CopyTo(residual.Values);
        int[] chosen = tape.NewIntegers(k * rows);
        Tensor products = tape.New(k, rows);
        int zero = dropped is null ? -1 : dropped.Values.IndexOf(float.NegativeInfinity);
        for (int step = 0; step < k; step++)
        {
            Memory<int> atom = chosen.AsMemory(step * rows, rows);
            Memory<float> product = products.Memory.Slice(step * rows, rows);
            index.Find(residual, dropped, 1, atom, product, order);
            Workers.For(rows, RowsOfABlock, (first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    // An atom that counts as zero has the product zero, which is larger than a negative one.
                    if (zero >= 0 && product.Span[row] < 0 && order == RankBy.Value)
                    {
                        (atom.Span[row], product.Span[row]) = (zero, 0);
                    }

                    RowProducts.AddScaled(residual.Row(row), -product.Span[row], atoms.Row(atom.Span[row]));
                }
            });
        }

        var merged = new Merged(chosen, products, rows, k, tape);
        Variable values = tape.Record(merged.Values, arrived => Back(tape, arrived, merged.Places, chosen, products, residual, x, dictionary, dropped), x, dictionary);
        return new PursuitCodes(new SparseRows(atoms.Rows, merged.Starts, merged.Columns, values), residual);
    }

    private static void Back(Tape tape, Tensor arrived, int[] places, int[] chosen, Tensor products, Tensor left, Variable x, Variable dictionary, Tensor? dropped)
    {
        int rows = left.Rows, k = products.Rows;
        Tensor atoms = dictionary.Value, residual = tape.New(left.Rows, left.Columns), rho = tape.Zeros(left.Rows, left.Columns), deltas = tape.New(rows);
        left.Values.CopyTo(residual.Values);
        Tensor? target = null;
        if (dictionary.NeedsGradient)
        {
            target = dictionary.GradientBuffer(out bool isNew);
            if (isNew)
            {
                target.Values.Clear();
            }
        }

        var grouped = new Grouped(atoms.Rows, rows);
        for (int step = k - 1; step >= 0; step--)
        {
            int first = step * rows;
            Workers.For(rows, RowsOfABlock, (from, end) =>
            {
                for (int row = from; row < end; row++)
                {
                    ReadOnlySpan<float> atom = atoms.Row(chosen[first + row]);
                    bool isZero = dropped is not null && float.IsNegativeInfinity(dropped.Values[chosen[first + row]]);
                    deltas.Values[row] = isZero ? 0 : arrived.Values[places[first + row]] - RowProducts.Dot(rho.Row(row), atom);
                    RowProducts.AddScaled(residual.Row(row), products.Values[first + row], atom);
                }
            });
            if (target is not null)
            {
                grouped.Sort(chosen.AsSpan(first, rows));
                Workers.For(grouped.Count, AtomsOfABlock, (from, end) =>
                {
                    for (int group = from; group < end; group++)
                    {
                        Span<float> sum = target.Row(grouped.Atom(group));
                        foreach (int row in grouped.Rows(group))
                        {
                            RowProducts.AddScaled(sum, deltas.Values[row], residual.Row(row));
                            RowProducts.AddScaled(sum, -products.Values[first + row], rho.Row(row));
                        }
                    }
                });
            }

            Workers.For(rows, RowsOfABlock, (from, end) =>
            {
                for (int row = from; row < end; row++)
                {
                    RowProducts.AddScaled(rho.Row(row), deltas.Values[row], atoms.Row(chosen[first + row]));
                }
            });
        }

        if (x.NeedsGradient)
        {
            x.AddGradient(rho);
        }
    }

    // Steps of a token that chose the same atom, as one element.
    private sealed class Merged
    {
        public Merged(int[] chosen, Tensor products, int rows, int k, Tape tape)
        {
            (Starts, Columns, Places) = (new int[rows + 1], new int[rows * k], tape.NewIntegers(rows * k));
            float[] values = new float[rows * k];
            int count = 0;
            for (int row = 0; row < rows; row++)
            {
                int first = count;
                for (int step = 0; step < k; step++)
                {
                    int atom = chosen[(step * rows) + row];
                    int found = Columns.AsSpan(first, count - first).IndexOf(atom);
                    int place = found < 0 ? count++ : first + found;
                    Columns[place] = atom;
                    values[place] += products.Values[(step * rows) + row];
                    Places[(step * rows) + row] = place;
                }

                Starts[row + 1] = count;
            }

            Values = tape.New(count);
            values.AsSpan(0, count).CopyTo(Values.Values);
        }

        public int[] Starts { get; }

        public int[] Columns { get; }

        public int[] Places { get; }

        public Tensor Values { get; }
    }

    // Rows by the atom that they chose in one step, in the order of rows: one thread sums what an atom gets.
    private sealed class Grouped(int atoms, int rows)
    {
        private readonly int[] _counts = new int[atoms];
        private readonly int[] _atoms = new int[rows];
        private readonly int[] _starts = new int[rows + 1];
        private readonly int[] _rows = new int[rows];

        public int Count { get; private set; }

        public int Atom(int group) => _atoms[group];

        public ReadOnlySpan<int> Rows(int group) => _rows.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

        public void Sort(ReadOnlySpan<int> chosen)
        {
            Count = 0;
            foreach (int atom in chosen)
            {
                if (_counts[atom]++ == 0)
                {
                    _atoms[Count++] = atom;
                }
            }

            int next = 0;
            for (int group = 0; group < Count; group++)
            {
                _starts[group] = next;
                next += _counts[_atoms[group]];
                _counts[_atoms[group]] = _starts[group];
            }

            _starts[Count] = next;
            for (int row = 0; row < chosen.Length; row++)
            {
                _rows[_counts[chosen[row]]++] = row;
            }

            for (int group = 0; group < Count; group++)
            {
                _counts[_atoms[group]] = 0;
            }
        }
    }
}
