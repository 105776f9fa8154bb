using System.Text.Json;
using Sim.Simulation;

namespace Sim.Host.Running;

/// <summary>
/// Finds where two recordings part ways first in time: the state at the start, then step by step what was answered at the step, the states and
/// lights of the next, and the contacts and events up to then; last what has no time. Pure.
/// </summary>
internal static class RecordingDiff
{
    private static readonly (string Name, string Unit, Func<Track, ReadOnlyMemory<double>> Column)[] Columns =
    [
        ("x", "m", t => t.X), ("y", "m", t => t.Y), ("heading_rad", "rad", t => t.HeadingRad), ("speed_mps", "m/s", t => t.SpeedMps),
        ("lateral_mps", "m/s", t => t.LateralMps), ("accel_mps2", "m/s²", t => t.AccelMps2), ("yaw_rate_rps", "rad/s", t => t.YawRateRps), ("steer_rad", "rad", t => t.SteerRad),
    ];

    private static readonly DifferenceValue GoesOn = DifferenceValue.Of("goes on");

    /// <summary>The first difference; null when the recordings are equal.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="debug">False to pass over the drivers' debug output.</param>
    public static RecordingDifference? First(Recording a, Recording b, bool debug = true)
    {
        if (a.StepUs != b.StepUs)
        {
            return Apart("step_us", a.StepUs, b.StepUs, "µs");
        }

        var answersA = ByStep(a);
        var answersB = ByStep(b);
        var tracks = a.Tracks.Concat(b.Tracks).Select(t => t.Id).Distinct(StringComparer.Ordinal).Select(id => (Id: id, A: a.Find(id), B: b.Find(id))).ToList();
        var contacts = new TimedItems<Contact>("contacts", a.Contacts, b.Contacts, c => c.TimeUs, c => JsonSerializer.SerializeToElement(c, HappenedJson.Default.Contact));
        var events = new TimedItems<RecordedEvent>("events", Events(a, b), Events(b, a), e => e.TimeUs, e => JsonSerializer.SerializeToElement(e, HappenedJson.Default.RecordedEvent));
        int steps = Math.Min(a.StepCount, b.StepCount);
        for (int step = -1; step < steps; step++)
        {
            var one = answersA.GetValueOrDefault(step);
            var other = answersB.GetValueOrDefault(step);
            bool ends = step == steps - 1 && a.StepCount != b.StepCount;
            if ((ends && (one is null || other is null) ? Ended(a, b, one, other) : AnswerDiff.First(one, other, debug) ?? (ends ? Ended(a, b, one, other) : null)) is { } answer)
            {
                return answer with { Step = step, TimeUs = a.TimeUs(step) };
            }

            int next = step + 1;
            if (next < steps && (State(tracks, next) ?? Lights(a, b, next)) is { } state)
            {
                return state with { Step = next, TimeUs = a.TimeUs(next) };
            }

            if (next < steps && (contacts.UpTo(a.TimeUs(next)) ?? events.UpTo(a.TimeUs(next))) is { } happened)
            {
                return happened with { Step = (int)Math.Clamp(happened.TimeUs!.Value / a.StepUs, 0, next) };
            }
        }

        // What stands after the last step, such as the reason why a driver failed at it.
        if ((contacts.UpTo(long.MaxValue) ?? events.UpTo(long.MaxValue)) is { } late)
        {
            return late with { Step = (int)Math.Clamp(late.TimeUs!.Value / a.StepUs, 0, int.MaxValue) };
        }

        if (a.End != b.End)
        {
            return new RecordingDifference { Field = "end", Recorded = Word(a.End), Now = Word(b.End), Step = steps - 1, TimeUs = a.TimeUs(steps - 1) };
        }

        return Timeless(a, b);
    }

    // One of them has no further step: the driver failed in it, or it ended otherwise.
    private static RecordingDifference Ended(Recording a, Recording b, DriverAnswer? one, DriverAnswer? other)
    {
        var shorter = a.StepCount < b.StepCount ? a : b;
        if (shorter.End != RecordingEnd.DriverFailed)
        {
            return new RecordingDifference { Field = "end", Recorded = shorter == a ? Word(a.End) : GoesOn, Now = shorter == b ? Word(b.End) : GoesOn };
        }

        string why = shorter.Events.Count > 0 ? $"none ({shorter.Events[^1].Text})" : "none";
        return new RecordingDifference
        {
            Field = "answer",
            Recorded = shorter == a ? DifferenceValue.Of(why) : AnswerDiff.Kind(one),
            Now = shorter == b ? DifferenceValue.Of(why) : AnswerDiff.Kind(other),
        };
    }

    // The event that says why a driver failed before the other recording ended belongs to that end.
    private static IReadOnlyList<RecordedEvent> Events(Recording recording, Recording other) =>
        recording.End == RecordingEnd.DriverFailed && recording.StepCount < other.StepCount && recording.Events is [.., { Kind: ClosedLoop.DriverFailedEvent }]
            ? [.. recording.Events.SkipLast(1)] : recording.Events;

    private static Dictionary<int, DriverAnswer> ByStep(Recording recording)
    {
        var answers = new Dictionary<int, DriverAnswer>();
        foreach (var answer in recording.Answers)
        {
            answers.TryAdd(answer.Step, answer.Answer);
        }

        return answers;
    }

    private static RecordingDifference? State(List<(string Id, Track? A, Track? B)> tracks, int step)
    {
        foreach (var (id, a, b) in tracks)
        {
            bool inA = a?.IsPresent(step) == true, inB = b?.IsPresent(step) == true;
            if (inA != inB)
            {
                return new RecordingDifference { Field = $"state[{id}]", Recorded = Presence(inA), Now = Presence(inB) };
            }

            if (!inA)
            {
                continue;
            }

            foreach (var (name, unit, column) in Columns)
            {
                double one = column(a!).Span[step - a!.FirstStep], other = column(b!).Span[step - b!.FirstStep];
                if (NumberDiff.Differ(one, other))
                {
                    return NumberDiff.Of($"state[{id}].{name}", one, other, unit, name == "heading_rad");
                }
            }
        }

        return null;
    }

    private static RecordingDifference? Lights(Recording a, Recording b, int step)
    {
        for (int i = 0; i < Math.Min(a.Signals.Count, b.Signals.Count); i++)
        {
            var one = a.Signals[i].At(step);
            var other = b.Signals[i].At(step);
            if (one != other && a.Signals[i].SignalId == b.Signals[i].SignalId)
            {
                return new RecordingDifference { Field = $"signal[{a.Signals[i].SignalId}]", Recorded = Word(one), Now = Word(other) };
            }
        }

        return null;
    }

    private static RecordingDifference? Timeless(Recording a, Recording b)
    {
        foreach (var (mine, other) in a.Tracks.Zip(b.Tracks))
        {
            if (mine.Id != other.Id || mine.Class != other.Class || mine.Body != other.Body)
            {
                return new RecordingDifference { Field = $"tracks[{mine.Id}]", Recorded = Actor(mine), Now = Actor(other) };
            }
        }

        if (ItemDiff.First("", Header(a), Header(b)) is { } header)
        {
            return header;
        }

        return ItemDiff.First("map", JsonSerializer.SerializeToElement(a.Map, SimJson.Default.RoadMap), JsonSerializer.SerializeToElement(b.Map, SimJson.Default.RoadMap));
    }

    private static JsonElement Header(Recording recording) =>
        JsonSerializer.SerializeToElement(recording with { Tracks = [], Answers = [], Map = Maps.RoadMap.Empty, Events = [], Contacts = [] }, SimJson.Default.Recording);

    private static RecordingDifference Apart(string field, long a, long b, string unit) => NumberDiff.Of(field, a, b, unit, false);

    private static DifferenceValue Presence(bool present) => DifferenceValue.Of(present ? "present" : "absent");

    private static DifferenceValue Word<T>(T value)
        where T : struct, Enum => DifferenceValue.Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static DifferenceValue Actor(Track track) => DifferenceValue.Of(FormattableString.Invariant(
        $"{track.Id}: {track.Class} {track.Body.LengthM:R} × {track.Body.WidthM:R} × {track.Body.HeightM:R} m, rear axle {track.Body.RearAxleToCentreM:R} m behind"));
}
