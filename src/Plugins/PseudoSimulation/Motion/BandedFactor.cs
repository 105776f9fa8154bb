namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>A symmetric positive definite matrix with two bands beside the diagonal, and its factor L D Lᵀ. Once factored it may be shared by threads.</summary>
internal sealed class BandedFactor
{
    private readonly double[] _diagonal;
    private readonly double[] _first;
    private readonly double[] _second;

    /// <summary>A zero matrix.</summary>
    public BandedFactor(int size)
    {
        _diagonal = new double[size];
        _first = new double[size];
        _second = new double[size];
    }

    /// <summary>Adds to an element on or below the diagonal (row minus column is 0, 1 or 2).</summary>
    public void Add(int row, int column, double value)
    {
        double[] band = (row - column) switch { 0 => _diagonal, 1 => _first, _ => _second };
        band[row] += value;
    }

    /// <summary>Adds weight · (coefficients · x[from..])² to the quadratic form.</summary>
    public void AddSquare(int from, ReadOnlySpan<double> coefficients, double weight)
    {
        for (int i = 0; i < coefficients.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                Add(from + i, from + j, weight * coefficients[i] * coefficients[j]);
        }
    }

    /// <summary>Replaces the matrix by its factor, once; the diagonal is kept inverted.</summary>
    public void Factor()
    {
        double last = 0, beforeLast = 0;
        for (int i = 0; i < _diagonal.Length; i++)
        {
            double second = i >= 2 ? _second[i] / beforeLast : 0;
            double first = i >= 1 ? (_first[i] - (i >= 2 ? second * beforeLast * _first[i - 1] : 0)) / last : 0;
            double pivot = _diagonal[i] - second * second * beforeLast - first * first * last;
            (_first[i], _second[i], _diagonal[i]) = (first, second, 1 / pivot);
            (beforeLast, last) = (last, pivot);
        }
    }

    /// <summary>Solves for a right-hand side, in place.</summary>
    public void Solve(Span<double> values)
    {
        int size = _diagonal.Length;
        double last = 0, beforeLast = 0;
        for (int i = 0; i < size; i++)
        {
            double value = values[i] - _first[i] * last - _second[i] * beforeLast;
            values[i] = value;
            (beforeLast, last) = (last, value);
        }

        (last, beforeLast) = (0, 0);
        for (int i = size - 1; i >= 0; i--)
        {
            double value = values[i] * _diagonal[i];
            if (i + 1 < size)
                value -= _first[i + 1] * last;
            if (i + 2 < size)
                value -= _second[i + 2] * beforeLast;
            values[i] = value;
            (beforeLast, last) = (last, value);
        }
    }
}
