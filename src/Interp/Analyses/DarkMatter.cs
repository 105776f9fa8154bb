using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// How much of an autoencoder's error is a linear function of the activation (arXiv 2410.14670; interp §1.13). The error is reconstruction minus activation, as the authors' files have it; the paper writes the opposite sign,
/// which changes no share. With shrinkage or a dead model the error holds a multiple of x, which is trivially linear: see <see cref="VectorShareBeyondScale"/>.
/// </summary>
/// <param name="Map">d × d: the linear part is <c>x · Map</c>.</param>
/// <param name="VectorShare">R² of the error, mean over dimensions, on rows that were not fitted.</param>
/// <param name="NormShare">R² of the squared length of the error from x and a constant, on rows that were not fitted.</param>
/// <param name="VectorShareBeyondScale">R² of the error after the best multiple of x was taken off it.</param>
/// <param name="Unexplained">FVU of the reconstruction, on rows that were not fitted.</param>
/// <param name="UnexplainedNonlinear">FVU of <c>x + </c> the part of the error that is not linear.</param>
/// <param name="Nonlinear">That part, for rows that were not fitted.</param>
public sealed record DarkMatter(Matrix Map, double VectorShare, double NormShare, double VectorShareBeyondScale, double Unexplained, double UnexplainedNonlinear, Tensor Nonlinear)
{
    /// <summary>Fits on the first rows and measures on the others.</summary>
    /// <param name="x">Activations, N × d.</param>
    /// <param name="reconstruction">N × d.</param>
    /// <param name="fitted">How many rows are fitted; at least d + 1, and fewer than N.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are too few rows.</exception>
    public static DarkMatter Of(Tensor x, Tensor reconstruction, int fitted)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reconstruction);
        if (!reconstruction.HasShape(x.Shape) || x.Rank != 2 || fitted <= x.Columns || fitted >= x.Rows)
        {
            throw new ArgumentException($"activations are a {x}, reconstructions a {reconstruction}, and {fitted} rows are fitted: expected the same shape, and more fitted rows than columns but not all", nameof(fitted));
        }

        int d = x.Columns, rest = x.Rows - fitted;
        double[,] error = new double[x.Rows, d], scaled = new double[x.Rows, d];
        double[] squares = new double[x.Rows];
        double along = 0, all = 0;
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < d; i++)
            {
                double e = (double)reconstruction[row, i] - x[row, i];
                error[row, i] = e;
                squares[row] += e * e;
                (along, all) = row < fitted ? (along + (e * x[row, i]), all + ((double)x[row, i] * x[row, i])) : (along, all);
            }
        }

        double multiple = all > 0 ? along / all : 0;
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < d; i++)
            {
                scaled[row, i] = error[row, i] - (multiple * x[row, i]);
            }
        }

        var plain = new Normal(x, fitted, constant: false);
        var withOne = new Normal(x, fitted, constant: true);
        var map = new Matrix(d, d);
        double share = 0, beyond = 0;
        var nonlinear = new Tensor(rest, d);
        for (int i = 0; i < d; i++)
        {
            int column = i;
            double[] solution = plain.Solve(row => error[row, column]);
            for (int j = 0; j < d; j++)
            {
                map[j, i] = solution[j];
            }

            for (int row = 0; row < rest; row++)
            {
                nonlinear[row, i] = (float)(error[fitted + row, i] - plain.At(fitted + row, solution));
            }

            share += plain.Share(row => error[row, column], solution) / d;
            beyond += plain.Share(row => scaled[row, column], plain.Solve(row => scaled[row, column])) / d;
        }

        Tensor tested = x.Slice(fitted, rest), kept = tested.Copy();
        Elementwise.Add(kept.Values, nonlinear.Values, kept.Values);
        return new DarkMatter(
            map, share, withOne.Share(row => squares[row], withOne.Solve(row => squares[row])), beyond, Sim.Interp.Unexplained.Of(tested, reconstruction.Slice(fitted, rest)), Sim.Interp.Unexplained.Of(tested, kept), nonlinear);
    }

    // Least squares by the normal equations in double precision; a diagonal of 10⁻¹² of their size keeps them solvable where activations do not span all dimensions.
    private sealed class Normal
    {
        private readonly Tensor _x;
        private readonly int _fitted;
        private readonly int _size;
        private readonly double[] _factor;

        public Normal(Tensor x, int fitted, bool constant)
        {
            (_x, _fitted, _size) = (x, fitted, x.Columns + (constant ? 1 : 0));
            _factor = new double[_size * _size];
            double[] row = new double[_size];
            for (int r = 0; r < fitted; r++)
            {
                Take(r, row);
                for (int i = 0; i < _size; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        _factor[(i * _size) + j] += row[i] * row[j];
                    }
                }
            }

            double trace = 0;
            for (int i = 0; i < _size; i++)
            {
                trace += _factor[(i * _size) + i];
            }

            for (int i = 0; i < _size; i++)
            {
                _factor[(i * _size) + i] += (1e-12 * trace / _size) + double.Epsilon;
                for (int j = 0; j < i; j++)
                {
                    _factor[(j * _size) + i] = _factor[(i * _size) + j];
                }
            }

            if (!Cholesky.TryFactor(_factor, _size))
            {
                throw new ArgumentException("the activations are all zero or not finite: nothing can be fitted to them", nameof(x));
            }
        }

        public double[] Solve(Func<int, double> value)
        {
            double[] solution = new double[_size], row = new double[_size];
            for (int r = 0; r < _fitted; r++)
            {
                Take(r, row);
                double y = value(r);
                for (int i = 0; i < _size; i++)
                {
                    solution[i] += row[i] * y;
                }
            }

            Cholesky.Solve(_factor, _size, solution);
            return solution;
        }

        public double At(int r, double[] solution)
        {
            double sum = _size > _x.Columns ? solution[^1] : 0;
            for (int i = 0; i < _x.Columns; i++)
            {
                sum += solution[i] * _x[r, i];
            }

            return sum;
        }

        public double Share(Func<int, double> value, double[] solution)
        {
            double mean = 0, left = 0, whole = 0;
            for (int r = _fitted; r < _x.Rows; r++)
            {
                mean += value(r) / (_x.Rows - _fitted);
            }

            for (int r = _fitted; r < _x.Rows; r++)
            {
                double miss = value(r) - At(r, solution), spread = value(r) - mean;
                (left, whole) = (left + (miss * miss), whole + (spread * spread));
            }

            return whole > 0 ? 1 - (left / whole) : 0;
        }

        private void Take(int r, double[] row)
        {
            row[^1] = 1;
            for (int i = 0; i < _x.Columns; i++)
            {
                row[i] = _x[r, i];
            }
        }
    }
}
