using Sim.Geometry;
using Sim.Reports.Stories;

namespace Sim.Reports.Exports;

/// <summary>
/// Which instants of a case a strip shows, in order of time, at most five: the start; where the leading metric becomes critical (else where no distance is
/// safe by RSS any more); where the ego begins to brake; the ego's contact, else the worst instant of the leading metric, else the smallest distance to
/// anybody; the end. Where that leaves fewer than five, the middle of the longest gap of at least a second is added. Instants of one step share a picture.
/// Pure, any thread.
/// </summary>
internal static class KeyMoments
{
    private const int Most = 5;
    private const long LongGapUs = 1_000_000;

    /// <summary>The instants; empty only for a recording without steps.</summary>
    public static IReadOnlyList<KeyMoment> Of(CaseResult result, Recording recording)
    {
        if (recording.StepCount == 0)
        {
            return [];
        }

        int last = recording.StepCount - 1;
        var chosen = new SortedDictionary<int, (long TimeUs, List<string> Labels)>();
        Add(0, "start");
        var story = CaseStory.Moments(result, recording);
        if ((story.FirstOrDefault(m => m.Kind == "unsafe") ?? story.FirstOrDefault(m => m.Kind == "rss")) is { } danger)
        {
            Add(danger.TimeUs, danger.Kind == "rss" ? "unsafe by RSS" : danger.Text.Replace("unsafe: ", "", StringComparison.Ordinal).Replace(" from here on", "", StringComparison.Ordinal));
        }

        if (story.FirstOrDefault(m => m.Kind == "brake") is { } brake)
        {
            Add(brake.TimeUs, "the ego brakes");
        }

        if (CaseStory.EgoContact(recording) is { } contact)
        {
            Add(contact.TimeUs, contact.ReplayArtefact ? "contact (artefact of the replay)" : "contact");
        }
        else if (Worst(result) is { WorstTimeUs: { } worst } metric)
        {
            Add(worst, $"worst {metric.Name}");
        }
        else if (Closest(recording) is { } near)
        {
            Add(recording.TimeUs(near.Step), "closest");
        }

        Add(recording.TimeUs(last), "end");
        while (chosen.Count < Most && Widest() is { } middle)
        {
            Add(recording.TimeUs(middle), "");
        }

        return [.. chosen.Select(c => new KeyMoment(c.Key, c.Value.TimeUs, string.Join(", ", c.Value.Labels.Where(l => l.Length > 0))))];

        void Add(long timeUs, string label)
        {
            timeUs = Math.Max(0, timeUs);
            int at = (int)Math.Min(timeUs / recording.StepUs, last);
            if (chosen.TryGetValue(at, out var there))
            {
                there.Labels.Add(label);
                // Of several instants of a step the last one counts: a contact, not the step before it.
                chosen[at] = (Math.Max(there.TimeUs, timeUs), there.Labels);
            }
            else if (chosen.Count < Most)
            {
                chosen.Add(at, (timeUs, [label]));
            }
        }

        int? Widest()
        {
            var steps = chosen.Keys.ToList();
            int? middle = null;
            long widest = LongGapUs;
            for (int i = 1; i < steps.Count; i++)
            {
                long gap = recording.TimeUs(steps[i]) - recording.TimeUs(steps[i - 1]);
                if (gap > widest && steps[i] - steps[i - 1] > 1)
                {
                    (widest, middle) = (gap, steps[i - 1] + (steps[i] - steps[i - 1]) / 2);
                }
            }

            return middle;
        }
    }

    /// <summary>The leading metric's worst instant, or that of the first metric with a threshold.</summary>
    private static (string Name, long? WorstTimeUs)? Worst(CaseResult result)
    {
        string leading = CaseText.LeadingMetric(result);
        var metrics = result.Assessments.SelectMany(a => a.Metrics).Where(m => m.Value.WorstTimeUs is not null && m.CriticalAt is not null).ToList();
        return (metrics.FirstOrDefault(m => m.Name == leading) ?? metrics.FirstOrDefault(m => m.Name == "min_ttc") ?? metrics.FirstOrDefault()) is { } metric
            ? (metric.Name, metric.Value.WorstTimeUs) : null;
    }

    /// <summary>When the ego is nearest to another actor, and to whom; null when it meets nobody.</summary>
    public static (int Step, Track Other)? Closest(Recording recording)
    {
        if (recording.Ego() is not { } ego)
        {
            return null;
        }

        (int, Track)? best = null;
        double least = double.PositiveInfinity;
        for (int step = 0; step < recording.StepCount; step++)
        {
            if (!ego.IsPresent(step))
            {
                continue;
            }

            var box = new OrientedBox(ego.At(step), ego.Body);
            foreach (var track in recording.Tracks)
            {
                if (!ReferenceEquals(track, ego) && track.IsPresent(step) && box.DistanceTo(new OrientedBox(track.At(step), track.Body)) is var distance && distance < least)
                {
                    (least, best) = (distance, (step, track));
                }
            }
        }

        return best;
    }
}
