namespace Sim.Plugins.Criticality.Scenes;

/// <summary>Differences over time within stretches of presence: central inside, one-sided at the ends of a stretch.</summary>
internal static class Derivative
{
    /// <summary>Writes the time derivative of values at consecutive steps of a track.</summary>
    /// <param name="track">Says which steps are present.</param>
    /// <param name="values">A value for each entry of the track.</param>
    /// <param name="dtSeconds">Step length, s.</param>
    /// <param name="result">As many places as values.</param>
    /// <param name="alone">What an entry without present neighbours gets.</param>
    public static void Of(Track track, ReadOnlySpan<double> values, double dtSeconds, Span<double> result, ReadOnlySpan<double> alone)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int step = track.FirstStep + i;
            bool before = track.IsPresent(step - 1);
            bool after = track.IsPresent(step + 1);
            int from = before ? i - 1 : i;
            int to = after ? i + 1 : i;
            result[i] = from == to ? (alone.IsEmpty ? 0 : alone[i]) : (values[to] - values[from]) / ((to - from) * dtSeconds);
        }
    }
}
