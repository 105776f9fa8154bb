namespace Sim.Plugins.Criticality.Validity;

/// <summary>
/// Until when a recording of replayed traffic speaks about the ego: a replayed actor reacted to the ego of the log, not to this one, so that once the ego
/// has left its log their interplay is made up. Immutable.
/// </summary>
internal sealed class LogValidity
{
    private readonly HashSet<string> _replayed;

    private LogValidity(HashSet<string> replayed, long? leftUs, double distanceM, string? unknown, string how = "") =>
        (_replayed, LeftUs, DistanceM, Unknown, How) = (replayed, leftUs, distanceM, unknown, how);

    /// <summary>How the ego came to be without a log, in words.</summary>
    public string How { get; }

    /// <summary>When the ego is first further from its log than the threshold, µs; null for never.</summary>
    public long? LeftUs { get; }

    /// <summary>How far it is from its log then, m; 0 where the log has ended.</summary>
    public double DistanceM { get; }

    /// <summary>Why it cannot be said, or null when it can.</summary>
    public string? Unknown { get; }

    /// <summary>True when some actors replay a log.</summary>
    public bool AnyReplayed => _replayed.Count > 0;

    /// <summary>Compares a recording with the scenario it came from.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="ego">Its ego.</param>
    /// <param name="scenario">The scenario, or null for a bare recording.</param>
    /// <param name="thresholdM">Distance beyond which the ego has left its log, m.</param>
    public static LogValidity Of(Recording recording, Track ego, Scenario? scenario, double thresholdM)
    {
        if (scenario is null)
        {
            // Nobody drove it: the recording is the log.
            bool log = recording.Vehicle is null && recording.Answers.Count == 0;
            return new([], null, 0, log || recording.Traffic != "log-replay" ? null : "the scenario is not at hand, so that the ego's log is not known");
        }

        var replayed = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<TimedState> states = [];
        foreach (var actor in scenario.Actors)
        {
            if (actor.Id == ego.Id)
            {
                states = actor.Behaviour is DriverBehaviour driver ? driver.Log : [];
            }
            else if (actor.Behaviour is TrajectoryBehaviour { Recorded: true })
            {
                replayed.Add(actor.Id);
            }
        }

        if (replayed.Count == 0)
        {
            return new(replayed, null, 0, null);
        }

        int at = 0;
        for (int step = ego.FirstStep; step < ego.EndStep; step++)
        {
            if (!ego.IsPresent(step))
            {
                continue;
            }

            long time = recording.TimeUs(step);
            while (at + 1 < states.Count && states[at + 1].TimeUs <= time)
            {
                at++;
            }

            // The last log state may lie a fraction of a step before the last recorded one.
            if (states.Count == 0)
            {
                return new(replayed, time, 0, null, "the log that the others replay knows no such ego");
            }

            if (time < states[0].TimeUs || time > states[^1].TimeUs + recording.StepUs)
            {
                return new(replayed, time, 0, null, "the ego's log does not cover this time");
            }

            var (x, y) = Place(states, at, time);
            double dx = ego.X.Span[step - ego.FirstStep] - x;
            double dy = ego.Y.Span[step - ego.FirstStep] - y;
            double distance = Math.Sqrt(dx * dx + dy * dy);
            if (distance > thresholdM)
            {
                return new(replayed, time, distance, null, "the ego leaves its log");
            }
        }

        return new(replayed, null, 0, null);
    }

    /// <summary>The metric with a remark, when its worst instant lies after the ego left its log and concerns a replayed actor.</summary>
    public Metric Mark(Metric metric)
    {
        if (LeftUs is not { } left || metric.Value.WorstTimeUs is not { } worst || worst <= left || !metric.Value.Actors.Any(_replayed.Contains))
        {
            return metric;
        }

        string remark = FormattableString.Invariant($"not valid as a finding: from {left / 1e6:0.00} s on the replayed actor does not react to the ego ({How})");
        string reason = metric.Value.Reason.Length == 0 ? remark : $"{metric.Value.Reason}; {remark}";
        return metric with { Value = metric.Value with { Reason = reason } };
    }

    private static (double X, double Y) Place(IReadOnlyList<TimedState> states, int at, long timeUs)
    {
        var a = states[at];
        if (at + 1 >= states.Count)
        {
            return (a.State.X, a.State.Y);
        }

        var b = states[at + 1];
        double fraction = (timeUs - a.TimeUs) / (double)(b.TimeUs - a.TimeUs);
        return (a.State.X + (b.State.X - a.State.X) * fraction, a.State.Y + (b.State.Y - a.State.Y) * fraction);
    }
}
