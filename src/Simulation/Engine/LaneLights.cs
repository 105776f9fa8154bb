using Sim.Maps;

namespace Sim.Simulation.Engine;

/// <summary>Where lanes have to be stopped at because of a light. Immutable; reads the current state from the signal plan.</summary>
internal sealed class LaneLights
{
    private readonly SignalPlan _signals;
    private readonly int[] _light;
    private readonly double[] _line;

    public LaneLights(LaneNetwork network, RoadMap map, SignalPlan signals)
    {
        _signals = signals;
        _light = new int[network.Count];
        _line = new double[network.Count];
        for (int lane = 0; lane < network.Count; lane++)
        {
            _light[lane] = -1;
            foreach (string id in network.Index.LaneAt(lane).SignalIds)
            {
                int light = signals.Find(id);
                if (light >= 0 && _light[lane] < 0)
                {
                    _light[lane] = light;
                }
            }

            _line[lane] = StopAt(network, map, lane);
        }
    }

    /// <summary>A lane's light in the map's order of lights, or -1.</summary>
    public int Light(int lane) => _light[lane];

    /// <summary>Arc length at which a lane has to be stopped at, m.</summary>
    public double Line(int lane) => _line[lane];

    /// <summary>True when the lane's light demands a stop; tells where, m of arc length, and whether it is only yellow.</summary>
    public bool Stop(int lane, out double line, out bool yellow)
    {
        int light = _light[lane];
        if (light < 0)
        {
            (line, yellow) = (0, false);
            return false;
        }

        var state = _signals.State(light);
        line = _line[lane];
        yellow = state == SignalState.Yellow;
        return yellow || state is SignalState.Red or SignalState.RedYellow;
    }

    /// <summary>Arc length of a lane's stop line; its end when it has none.</summary>
    private static double StopAt(LaneNetwork network, RoadMap map, int lane)
    {
        double length = network.Curves.Length(lane);
        if (network.Index.LaneAt(lane).StopLineId is not { } id || map.StopLines.FirstOrDefault(l => l.Id == id) is not { } line)
        {
            return length;
        }

        var middle = line.From.Lerp(line.To, 0.5);
        network.Curves.Project(lane, middle.X, middle.Y, out double s, out _, out _);
        return Math.Clamp(s, 0, length);
    }
}
