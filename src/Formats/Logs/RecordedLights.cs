using Sim.Maps;

namespace Sim.Formats.Logs;

/// <summary>Lights of a log: what they showed becomes a programme too, so that a scenario made of the log shows the same.</summary>
internal static class RecordedLights
{
    private const long AfterUs = 24L * 3600 * 1_000_000;

    /// <summary>The light with what it showed as its programme; the last state stays on for a day.</summary>
    public static MapSignal With(MapSignal light, SignalTrack shown, int steps, long stepUs)
    {
        var phases = new List<SignalPhase>(shown.Changes.Count);
        for (int i = 0; i < shown.Changes.Count; i++)
        {
            bool last = i == shown.Changes.Count - 1;
            int until = last ? steps : shown.Changes[i + 1].Step;
            phases.Add(new SignalPhase(shown.Changes[i].State, ((until - shown.Changes[i].Step) * stepUs) + (last ? AfterUs : 0)));
        }

        return light with { Cycle = phases, CycleOffsetUs = 0 };
    }

    /// <summary>Changes out of a state for each step; the first at step 0.</summary>
    public static List<SignalChange> Changes(ReadOnlySpan<SignalState> states)
    {
        var changes = new List<SignalChange>();
        for (int i = 0; i < states.Length; i++)
        {
            if (i == 0 || states[i] != states[i - 1])
            {
                changes.Add(new SignalChange(i, states[i]));
            }
        }

        return changes;
    }
}
