using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>
/// Red lights as the scorer wants them: by connector. A light that binds a connector closes it; one that binds a lane before a junction closes the
/// connectors that follow it. Red and red-yellow close. The reference knows lights at 2 Hz and holds them; the sane mode reads each sample.
/// </summary>
internal static class RecordedLights
{
    public static IReadOnlyList<IReadOnlyList<string>> Of(Recording recording, SceneMap map, long t0Us, Compatibility compatibility)
    {
        var closed = Closed(recording.Map, map);
        if (recording.Signals.Count == 0 || closed.Count == 0)
        {
            return [];
        }

        var result = new IReadOnlyList<string>[Horizon.Samples];
        for (int i = 0; i < result.Length; i++)
        {
            if (compatibility == Compatibility.Navsim22 && i % Horizon.SamplesPerFrame != 0)
            {
                result[i] = result[i - 1];
                continue;
            }

            int step = (int)Math.Min(recording.StepCount - 1, (t0Us + i * Horizon.StepUs) / recording.StepUs);
            var red = new List<string>();
            foreach (var track in recording.Signals)
            {
                if (track.At(step) is SignalState.Red or SignalState.RedYellow && closed.TryGetValue(track.SignalId, out var lanes))
                {
                    red.AddRange(lanes);
                }
            }

            result[i] = [.. red.Distinct(StringComparer.Ordinal)];
        }

        return result;
    }

    /// <summary>The connectors of the route that each light closes.</summary>
    public static Dictionary<string, List<string>> Closed(RoadMap road, SceneMap map)
    {
        var connectors = map.Polygons.Where(p => p.Type == MapPolygonType.LaneConnector && map.RouteLaneIds.Contains(p.Id)).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var closed = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var lane in road.Lanes)
        {
            foreach (string signal in lane.SignalIds)
            {
                foreach (string id in connectors.Contains(lane.Id) ? [lane.Id] : lane.Successors.Where(connectors.Contains))
                {
                    if (!closed.TryGetValue(signal, out var lanes))
                    {
                        closed.Add(signal, lanes = []);
                    }

                    lanes.Add(id);
                }
            }
        }

        return closed;
    }
}
