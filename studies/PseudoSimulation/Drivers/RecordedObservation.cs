using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>The world of a recording as a driver would have seen it.</summary>
internal static class RecordedObservation
{
    /// <summary>The observation of a step; actors stand in the order of the recording's tracks.</summary>
    public static Observation At(Recording recording, DriverTask task, int step)
    {
        var others = new List<ObservedActor>();
        for (int i = 0; i < recording.Tracks.Count; i++)
        {
            if (i != task.EgoIndex && recording.Tracks[i].IsPresent(step))
            {
                others.Add(new ObservedActor(i, recording.Tracks[i].At(step)));
            }
        }

        return new Observation
        {
            Step = step,
            TimeUs = recording.TimeUs(step),
            Ego = recording.Tracks[task.EgoIndex].At(step),
            Others = others.ToArray(),
            Signals = recording.Signals.Select(s => new ObservedSignal(s.SignalId, s.At(step))).ToArray(),
        };
    }
}
