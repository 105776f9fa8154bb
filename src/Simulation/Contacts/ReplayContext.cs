namespace Sim.Simulation.Contacts;

/// <summary>Which actors cannot react to the ego, and where the ego was when they were recorded. Immutable.</summary>
public sealed record ReplayContext
{
    /// <summary>Ids of actors that replay a recorded trajectory whatever the ego does.</summary>
    public required IReadOnlySet<string> ReplayedActors { get; init; }

    /// <summary>The ego's own track in that recording, on the same clock; null when it has none.</summary>
    public Track? EgoLog { get; init; }

    /// <summary>Distance from its log beyond which the ego has left it, m, positive.</summary>
    public double DeviationM { get; init; } = 0.5;

    /// <summary>
    /// True when the ego is not where its log has it: further than <see cref="DeviationM"/> from the log's position, or the log does not cover the
    /// time, or there is none.
    /// </summary>
    /// <param name="x">The ego's box centre, local x, m.</param>
    /// <param name="y">Local y, m.</param>
    /// <param name="timeUs">Time, µs.</param>
    /// <param name="stepUs">Step length of the log, µs.</param>
    public bool HasLeftLog(double x, double y, long timeUs, long stepUs)
    {
        if (EgoLog is not { } log)
            return true;
        int step = (int)Math.Min(timeUs / stepUs, int.MaxValue - 1);
        if (!log.IsPresent(step))
            return true;
        var here = log.At(step);
        double fraction = (timeUs - step * stepUs) / (double)stepUs;
        if (fraction > 0.0 && log.IsPresent(step + 1))
        {
            var next = log.At(step + 1);
            here = here with { X = here.X + (next.X - here.X) * fraction, Y = here.Y + (next.Y - here.Y) * fraction };
        }

        double dx = x - here.X, dy = y - here.Y;
        return dx * dx + dy * dy > DeviationM * DeviationM;
    }
}
