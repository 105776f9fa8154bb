using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// Red lights as CARLA's RunningRedLightTest sees them: the piece behind the ego's tail crosses the stop line of its lane while the lane's light is red.
/// </summary>
internal static class RedLights
{
    /// <summary>The red lights that were run; <paramref name="why"/> says why it cannot be told, empty when it can.</summary>
    public static IReadOnlyList<Infraction> Of(EgoSamples ego, int end, RoadMapIndex index, out string why)
    {
        var recording = ego.Recording;
        var lights = recording.Map.Signals.Where(s => s.Kind == MapSignalKind.Light).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var shown = recording.Signals.Where(s => s.Changes.Count > 0).ToDictionary(s => s.SignalId, StringComparer.Ordinal);
        var guarded = Guarded(index, lights, shown);
        why = lights.Count == 0 && shown.Count == 0 ? "the map has no traffic light"
            : shown.Count == 0 ? "what the traffic lights showed is not recorded"
            : guarded.Count == 0 ? "no lane is bound to a recorded traffic light" : "";
        var infractions = new List<Infraction>();
        if (why.Length > 0)
        {
            return infractions;
        }

        string last = "";
        for (int i = 0; i < end; i++)
        {
            var box = ego.Box(i);
            var near = box.Centre - (0.8 * box.HalfLengthM * box.Axis);
            var far = box.Centre - ((box.HalfLengthM + 1) * box.Axis);
            int step = (int)(ego.TimeUs(i) / recording.StepUs);
            foreach (var (lane, signal, line) in guarded)
            {
                if (signal.SignalId != last && signal.At(step) == SignalState.Red
                    && line.Intersects(new Segment(far, near))
                    && index.OutlineOf(lane).Contains(far)
                    && index.LaneAt(lane).Centre.Project(far).Tangent.Dot(box.Axis) > 0)
                {
                    last = signal.SignalId;
                    infractions.Add(new Infraction(
                        "red_light", ego.TimeUs(i), far, string.Create(CultureInfo.InvariantCulture, $"the ego runs the red light {signal.SignalId}"), [ego.Ego.Id]));
                }
            }
        }

        return infractions;
    }

    private static List<(int Lane, SignalTrack Signal, Segment Line)> Guarded(RoadMapIndex index, HashSet<string> lights, Dictionary<string, SignalTrack> shown)
    {
        var guarded = new List<(int, SignalTrack, Segment)>();
        for (int lane = 0; lane < index.LaneCount; lane++)
        {
            var it = index.LaneAt(lane);
            var stop = it.StopLineId is null ? null : index.Map.StopLines.FirstOrDefault(s => s.Id == it.StopLineId);
            foreach (string id in it.SignalIds.Concat(stop?.SignalIds ?? []).Distinct(StringComparer.Ordinal))
            {
                if (shown.TryGetValue(id, out var track) && (lights.Count == 0 || lights.Contains(id)))
                {
                    guarded.Add((lane, track, LineOf(it, stop)));
                }
            }
        }

        return guarded;
    }

    // Without a stop line of its own the lane's end, a fifth wider.
    private static Segment LineOf(Lane lane, StopLine? stop)
    {
        if (stop is not null)
        {
            return new Segment(stop.From, stop.To);
        }

        Vector2d left = lane.Left.Span[^1], right = lane.Right.Span[^1], more = 0.1 * (left - right);
        return new Segment(left + more, right - more);
    }
}
