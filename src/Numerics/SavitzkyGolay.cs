namespace Sim.Numerics;

/// <summary>
/// Savitzky-Golay filter: at each sample the value or a derivative of the polynomial fitted by least squares to a window around it. Samples nearer
/// to an end than half a window use the polynomial fitted to the first or last window (the "interp" mode of scipy's savgol_filter, whose results it
/// gives). An even window reaches one sample further ahead than back and is evaluated at its centre, half a sample ahead. The weights are computed
/// once, at construction; immutable, thread-safe, filtering allocates nothing.
/// </summary>
public sealed class SavitzkyGolay
{
    private readonly double[] _interior;
    private readonly double[] _edges;

    /// <summary>A filter.</summary>
    /// <param name="window">Samples in the window.</param>
    /// <param name="order">Degree of the polynomial, at least 0, below the window.</param>
    /// <param name="derivative">Which derivative, 0 is the value; above <paramref name="order"/> the result is 0.</param>
    /// <param name="spacing">Distance of samples, positive; derivatives are divided by its power.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public SavitzkyGolay(int window, int order, int derivative = 0, double spacing = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, order);
        ArgumentOutOfRangeException.ThrowIfNegative(derivative);
        if (!(spacing > 0) || !double.IsFinite(spacing))
            throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "The spacing must be positive.");
        Window = window;
        Order = order;
        Derivative = derivative;
        double scale = 1;
        for (int d = 0; d < derivative; d++)
            scale /= spacing;

        _interior = new double[window];
        Weights(order, derivative, 0, scale, _interior);
        _edges = new double[window * window];
        for (int at = 0; at < window; at++)
            Weights(order, derivative, at - 0.5 * (window - 1), scale, _edges.AsSpan(at * window, window));
    }

    /// <summary>Samples in the window.</summary>
    public int Window { get; }

    /// <summary>Degree of the polynomial.</summary>
    public int Order { get; }

    /// <summary>Which derivative; 0 is the value.</summary>
    public int Derivative { get; }

    /// <summary>A filter for a signal of a given length: the window is cut to it.</summary>
    /// <param name="length">Samples of the signal, more than <paramref name="order"/>.</param>
    /// <param name="window">Samples in the window of a long signal.</param>
    /// <param name="order">Degree of the polynomial.</param>
    /// <param name="derivative">Which derivative.</param>
    /// <param name="spacing">Distance of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static SavitzkyGolay ForLength(int length, int window, int order, int derivative = 0, double spacing = 1) =>
        new(Math.Min(window, length), order, derivative, spacing);

    /// <summary>Filters a signal.</summary>
    /// <param name="signal">At least <see cref="Window"/> samples.</param>
    /// <param name="result">Takes as many; must not overlap the signal.</param>
    /// <exception cref="ArgumentException">The signal is shorter than the window, or the result shorter than the signal.</exception>
    public void Filter(ReadOnlySpan<double> signal, Span<double> result)
    {
        int n = signal.Length, w = Window, half = w / 2;
        if (n < w)
            throw new ArgumentException($"The signal has {n} samples, the window {w}.", nameof(signal));
        if (result.Length < n)
            throw new ArgumentException($"Expected room for {n} samples, found {result.Length}.", nameof(result));

        ReadOnlySpan<double> weights = _interior;
        int back = (w - 1) / 2;
        for (int i = half; i < n - half; i++)
            result[i] = Dot(weights, signal.Slice(i - back, w));
        var head = signal[..w];
        var tail = signal.Slice(n - w, w);
        for (int i = 0; i < half; i++)
        {
            result[i] = Dot(_edges.AsSpan(i * w, w), head);
            result[n - half + i] = Dot(_edges.AsSpan((w - half + i) * w, w), tail);
        }
    }

    private static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> samples)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += weights[k] * samples[k];
        return sum;
    }

    // Weights that give a derivative of the fitted polynomial at a place measured from the window's centre. The polynomials that are orthogonal on
    // the window come from their three-term recurrence, and so do their derivatives at the place.
    private static void Weights(int order, int derivative, double place, double scale, Span<double> weights)
    {
        int w = weights.Length;
        double[] current = new double[w], previous = new double[w];
        double[] at = new double[derivative + 1], atPrevious = new double[derivative + 1];
        Array.Fill(current, 1.0);
        at[0] = 1;
        double normPrevious = 1;
        weights.Clear();
        for (int degree = 0; ; degree++)
        {
            double norm = 0;
            foreach (double p in current)
                norm += p * p;
            for (int i = 0; i < w; i++)
                weights[i] += current[i] * (at[derivative] / norm);
            if (degree == order)
                break;

            double recurrence = degree == 0 ? 0 : norm / normPrevious;
            for (int i = 0; i < w; i++)
            {
                double next = (i - 0.5 * (w - 1)) * current[i] - recurrence * previous[i];
                (previous[i], current[i]) = (current[i], next);
            }

            for (int d = derivative; d >= 0; d--)
            {
                double next = place * at[d] + (d > 0 ? d * at[d - 1] : 0) - recurrence * atPrevious[d];
                (atPrevious[d], at[d]) = (at[d], next);
            }

            normPrevious = norm;
        }

        for (int i = 0; i < w; i++)
            weights[i] *= scale;
    }
}
