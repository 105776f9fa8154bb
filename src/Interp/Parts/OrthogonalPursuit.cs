using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Orthogonal matching pursuit with codes that are not negative, as overcomplete has it (sae/omp_sae.py, optimization/utils.py).</summary>
internal static class OrthogonalPursuit
{
    private const int RowsOfABlock = 32;
    private const float Tolerance = 1e-5f;

    public static PursuitCodes Run(Tape tape, Tensor x, Tensor atoms, InnerProductIndex index, int k, int iterations, Tensor? dropped)
    {
        int rows = x.Rows;
        Tensor residual = tape.New(rows, x.Columns), codes = tape.Zeros(rows, k), products = tape.Zeros(rows, k), squares = tape.Zeros(rows, k * k);
        x.Values.CopyTo(residual.Values);
        int[] chosen = new int[rows * k], found = new int[rows * k];
        float[] ignored = new float[rows * k];
        for (int step = 0; step < k; step++)
        {
            // Among the first step + 1 there is one that was not chosen before.
            index.Find(residual, dropped, step + 1, found, ignored);
            int count = step + 1;
            Workers.For(rows, RowsOfABlock, (first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<int> own = chosen.AsSpan(row * k, count);
                    foreach (int atom in found.AsSpan(row * count, count))
                    {
                        if (own[..^1].IndexOf(atom) < 0)
                        {
                            own[^1] = atom;
                            break;
                        }
                    }

                    bool isZero = dropped is not null && float.IsNegativeInfinity(dropped.Values[own[^1]]);
                    ReadOnlySpan<float> added = atoms.Row(own[^1]);
                    products.Row(row)[step] = isZero ? 0 : RowProducts.Dot(added, x.Row(row));
                    Span<float> square = squares.Row(row);
                    for (int i = 0; i < count; i++)
                    {
                        bool either = isZero || (dropped is not null && float.IsNegativeInfinity(dropped.Values[own[i]]));
                        square[(i * k) + step] = square[(step * k) + i] = either ? 0 : RowProducts.Dot(added, atoms.Row(own[i]));
                    }
                }
            });
            Solve(codes, products, squares, count, iterations);
            Workers.For(rows, RowsOfABlock, (first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<float> left = residual.Row(row);
                    x.Row(row).CopyTo(left);
                    for (int i = 0; i < count; i++)
                    {
                        int atom = chosen[(row * k) + i];
                        if (dropped is null || !float.IsNegativeInfinity(dropped.Values[atom]))
                        {
                            RowProducts.AddScaled(left, -codes.Row(row)[i], atoms.Row(atom));
                        }
                    }
                }
            });
        }

        return new PursuitCodes(SparseRows.Even(atoms.Rows, k, chosen, Variable.Constant(codes)), residual);
    }

    // Projected gradients of a whole batch in step: it ends when the gradients of all tokens together are small, so a token's codes depend on the batch, as in the original.
    private static void Solve(Tensor codes, Tensor products, Tensor squares, int count, int iterations)
    {
        int rows = codes.Rows, k = codes.Columns;
        double[] norms = new double[rows];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Workers.For(rows, RowsOfABlock, (first, end) =>
            {
                Span<float> gradient = stackalloc float[count];
                for (int row = first; row < end; row++)
                {
                    ReadOnlySpan<float> square = squares.Row(row), product = products.Row(row);
                    Span<float> code = codes.Row(row);
                    float all = 0;
                    double norm = 0;
                    for (int i = 0; i < count; i++)
                    {
                        float sum = 0;
                        for (int j = 0; j < count; j++)
                        {
                            float q = square[(i * k) + j];
                            sum += q * code[j];
                            all += q * q;
                        }

                        gradient[i] = sum - product[i];
                        norm += gradient[i] * gradient[i];
                    }

                    float rate = 1 / (MathF.Sqrt(all) + 1e-8f);
                    for (int i = 0; i < count; i++)
                    {
                        code[i] = MathF.Max(code[i] - (rate * gradient[i]), 0);
                    }

                    norms[row] = norm;
                }
            });
            double total = 0;
            foreach (double norm in norms)
            {
                total += norm;
            }

            if (Math.Sqrt(total) < Tolerance)
            {
                return;
            }
        }
    }
}
