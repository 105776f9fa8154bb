using Sim.Numerics.Tensors;

namespace Sim.Interp.Evaluating;

/// <summary>Adds up figures of a model over batches; memory does not grow with the number of tokens. Sums are in double precision, in the order of the tokens. Not thread-safe.</summary>
public sealed class SaeEvaluation
{
    private const int BinsPerDecade = 2;
    private readonly long[] _fired;
    private readonly double[] _shift, _x, _xx, _e, _ee;
    private long _tokens, _active, _normed, _angled;
    private double _absolute, _left, _share, _cosine, _ratio, _inner, _found;

    /// <summary>Makes an evaluation of nothing yet.</summary>
    /// <param name="features">F.</param>
    /// <param name="width">Width of what is reconstructed.</param>
    public SaeEvaluation(int features, int width)
    {
        _fired = new long[features];
        (_shift, _x, _xx, _e, _ee) = (new double[width], new double[width], new double[width], new double[width], new double[width]);
    }

    /// <summary>How many tokens have each feature.</summary>
    public ReadOnlySpan<long> Fired => _fired;

    /// <summary>Adds a batch.</summary>
    /// <param name="target">What was to be reconstructed: B × width.</param>
    /// <param name="codes">Codes of its tokens.</param>
    /// <param name="reconstruction">B × width.</param>
    /// <exception cref="ArgumentException">Shapes differ.</exception>
    public void Add(Tensor target, Codes codes, Tensor reconstruction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(reconstruction);
        if (!reconstruction.HasShape(target.Shape) || codes.Rows != target.Rows || target.Columns != _x.Length || codes.Features != _fired.Length)
        {
            throw new ArgumentException($"a {reconstruction} from {codes.Rows} × {codes.Features} codes is no reconstruction of a {target}", nameof(reconstruction));
        }

        if (_tokens == 0 && target.Rows > 0)
        {
            // Sums of squares about a token lose no digits where the mean is far from zero.
            for (int i = 0; i < _shift.Length; i++)
            {
                _shift[i] = target.Row(0)[i];
            }
        }

        for (int row = 0; row < target.Rows; row++)
        {
            AddRow(target.Row(row), reconstruction.Row(row));
        }

        _tokens += target.Rows;
        Count(codes);
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">No token was given.</exception>
    public SaeMetrics Result()
    {
        if (_tokens == 0)
        {
            throw new InvalidOperationException("no token was given");
        }

        double n = _tokens, all = 0, rest = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            all += Math.Max(0, _xx[i] - (_x[i] * _x[i] / n));
            rest += Math.Max(0, _ee[i] - (_e[i] * _e[i] / n));
        }

        int dead = _fired.Count(f => f == 0);
        return new SaeMetrics(
            _tokens, _active / n, _absolute / n, Ratio(_left, all), Ratio(rest, all) is { } unexplained ? 1 - unexplained : null, Ratio(_share, _normed), _left / (n * _x.Length),
            Ratio(_cosine, _angled), Ratio(_ratio, _normed), Ratio(_found, _inner), (double)dead / _fired.Length, dead, Bins());
    }

    private void AddRow(ReadOnlySpan<float> x, ReadOnlySpan<float> found)
    {
        double error = 0, xx = 0, ff = 0, xf = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double value = x[i], other = found[i], difference = value - other, centred = value - _shift[i];
            _x[i] += centred;
            _xx[i] += centred * centred;
            _e[i] += difference;
            _ee[i] += difference * difference;
            error += difference * difference;
            xx += value * value;
            ff += other * other;
            xf += value * other;
        }

        _left += error;
        _found += ff;
        _inner += xf;
        if (xx > 0)
        {
            _normed++;
            _share += error / xx;
            _ratio += Math.Sqrt(ff / xx);
        }

        if (xx > 0 && ff > 0)
        {
            _angled++;
            _cosine += xf / Math.Sqrt(xx * ff);
        }
    }

    private void Count(Codes codes)
    {
        if (codes.Sparse is { } sparse)
        {
            ReadOnlySpan<float> values = sparse.Values.Value.Values;
            for (int i = 0; i < sparse.Count; i++)
            {
                Count(sparse.Columns[i], values[i]);
            }

            return;
        }

        Tensor dense = codes.ToDense();
        for (int row = 0; row < dense.Rows; row++)
        {
            ReadOnlySpan<float> values = dense.Row(row);
            for (int feature = 0; feature < values.Length; feature++)
            {
                Count(feature, values[feature]);
            }
        }
    }

    private void Count(int feature, float value)
    {
        if (value != 0)
        {
            _fired[feature]++;
            _active++;
            _absolute += Math.Abs(value);
        }
    }

    private DensityBin[] Bins()
    {
        int bins = Math.Max(1, (int)Math.Ceiling(Math.Log10(_tokens) * BinsPerDecade));
        int[] counts = new int[bins];
        foreach (long fired in _fired)
        {
            if (fired > 0)
            {
                int bin = (int)Math.Floor(-Math.Log10((double)fired / _tokens) * BinsPerDecade);
                counts[Math.Clamp(bin, 0, bins - 1)]++;
            }
        }

        return [.. counts.Select((count, i) => new DensityBin(-(i + 1) / (double)BinsPerDecade, -i / (double)BinsPerDecade, count)).Reverse()];
    }

    private static double? Ratio(double above, double below) => below != 0 && double.IsFinite(above / below) ? above / below : null;
}
