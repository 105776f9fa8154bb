namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>
/// Mean EPDMS over frames (specs/pseudo-simulation.md §10). A frame's neighbour is the one before it in its log, when that is near enough for
/// extended comfort; without one the term is left out with its weight. Stateless, thread-safe.
/// </summary>
/// <remarks>Where the reference stops with an error (two frames at the same time, or 0.55 s apart to the last digit) the frames are no neighbours.</remarks>
public static class OneStageAggregation
{
    /// <summary>Aggregates.</summary>
    /// <param name="frames">Results of frames, in any order; tokens unique.</param>
    /// <param name="compatibility">Whose results it gives.</param>
    /// <exception cref="ArgumentException">A token occurs twice.</exception>
    public static OneStageResult Aggregate(IReadOnlyList<FrameResult> frames, Compatibility compatibility = Compatibility.Navsim22)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var failures = new List<string>();
        var previousOf = Match(frames, compatibility, failures);
        var scores = new List<FrameScore>(frames.Count);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        ScoreColumns sum = default;
        double comfortSum = 0;
        int comfortCount = 0;
        foreach (var frame in frames)
        {
            if (frame.Failure is { } why)
            {
                failures.Add($"frame '{frame.Token}' failed: {why}");
                continue;
            }

            double? comfort = null;
            if (previousOf.TryGetValue(frame.Token, out var previous))
            {
                comfort = Neighbours.Compare(frame, previous, compatibility).Score;
                names.Add(frame.Token, previous.Token);
                comfortSum += comfort.Value;
                comfortCount++;
            }

            double epdms = frame.Scores.Epdms(comfort);
            scores.Add(new FrameScore(frame.Token, 1, comfort, epdms));
            sum += new ScoreColumns(frame.Scores, 0, epdms);
        }

        if (frames.Count == 0)
            failures.Add("there is no frame");
        if (failures.Count > 0)
            return new OneStageResult(null, null, null, names, scores, failures);
        var mean = 1.0 / frames.Count * sum;
        return new OneStageResult(mean.Epdms, mean.Scores, comfortCount > 0 ? comfortSum / comfortCount : null, names, scores, failures);
    }

    private static Dictionary<string, FrameResult> Match(IReadOnlyList<FrameResult> frames, Compatibility compatibility, List<string> failures)
    {
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<FrameResult>(frames.Count);
        foreach (var frame in frames)
        {
            if (!tokens.Add(frame.Token))
                throw new ArgumentException($"Frame '{frame.Token}' occurs twice.", nameof(frames));
            if (frame.Failure is null)
                ordered.Add(frame);
        }

        ordered.Sort(static (a, b) =>
        {
            int order = string.CompareOrdinal(a.Log, b.Log);
            order = order != 0 ? order : a.StartTimeUs.CompareTo(b.StartTimeUs);
            return order != 0 ? order : string.CompareOrdinal(a.Token, b.Token);
        });
        var previousOf = new Dictionary<string, FrameResult>(StringComparer.Ordinal);
        for (int i = 1; i < ordered.Count; i++)
        {
            var (before, frame) = (ordered[i - 1], ordered[i]);
            if (before.Log != frame.Log || !Neighbours.Near(frame, before, compatibility))
                continue;
            if (Neighbours.WhyNot(frame, before, compatibility) is { } strange)
                failures.Add(strange);
            else
                previousOf.Add(frame.Token, before);
        }

        return previousOf;
    }
}
