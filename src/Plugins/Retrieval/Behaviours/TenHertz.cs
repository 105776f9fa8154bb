using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>Brings recordings to the step of scenes. Pure, thread-safe.</summary>
internal static class TenHertz
{
    /// <summary>
    /// The recording at <see cref="SceneOptions.StepUs"/>: itself when it has that step, every n-th instant when the step divides it, else linear
    /// between instants at which the actor is there. Answers of drivers are left out when the step changes.
    /// </summary>
    public static Recording Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.StepUs == SceneOptions.StepUs)
        {
            return recording;
        }

        int count = (int)((recording.StepCount - 1) * recording.StepUs / SceneOptions.StepUs) + 1;
        return recording with
        {
            StepUs = SceneOptions.StepUs,
            StepCount = count,
            Tracks = [.. recording.Tracks.Select(t => Track(t, recording.StepUs)).OfType<Track>()],
            Signals = [.. recording.Signals.Select(s => s with { Changes = Changes(s.Changes, recording.StepUs, count) })],
            Answers = [],
        };
    }

    private static List<SignalChange> Changes(IReadOnlyList<SignalChange> changes, long stepUs, int count)
    {
        var result = new List<SignalChange>(changes.Count);
        foreach (var change in changes)
        {
            int step = (int)((change.Step * stepUs + SceneOptions.StepUs - 1) / SceneOptions.StepUs);
            if (result.Count > 0 && result[^1].Step == step)
            {
                result.RemoveAt(result.Count - 1);
            }

            if (step < count)
            {
                result.Add(change with { Step = step });
            }
        }

        return result;
    }

    private static Track? Track(Track track, long stepUs)
    {
        int first = (int)((track.FirstStep * stepUs + SceneOptions.StepUs - 1) / SceneOptions.StepUs);
        int last = (int)((track.EndStep - 1) * stepUs / SceneOptions.StepUs);
        if (last < first)
        {
            return null;
        }

        var states = new ActorState[last - first + 1];
        var presence = new bool[states.Length];
        for (int i = 0; i < states.Length; i++)
        {
            long timeUs = (first + i) * SceneOptions.StepUs;
            int before = (int)(timeUs / stepUs);
            long rest = timeUs - before * stepUs;
            presence[i] = track.IsPresent(before) && (rest == 0 || track.IsPresent(before + 1));
            if (presence[i])
            {
                states[i] = rest == 0 ? track.At(before) : Between(track.At(before), track.At(before + 1), (double)rest / stepUs);
            }
        }

        var result = Sim.Track.FromStates(track.Id, track.Class, track.Body, first, states);
        return Array.TrueForAll(presence, p => p) ? result : result with { Presence = presence };
    }

    private static ActorState Between(in ActorState a, in ActorState b, double f) => new(
        a.X + (b.X - a.X) * f,
        a.Y + (b.Y - a.Y) * f,
        a.HeadingRad + Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f,
        a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f,
        a.LateralMps + (b.LateralMps - a.LateralMps) * f,
        a.AccelMps2 + (b.AccelMps2 - a.AccelMps2) * f,
        a.YawRateRps + (b.YawRateRps - a.YawRateRps) * f,
        a.SteerRad + (b.SteerRad - a.SteerRad) * f);
}
