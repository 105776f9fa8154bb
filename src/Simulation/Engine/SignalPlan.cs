using Sim.Maps;

namespace Sim.Simulation.Engine;

/// <summary>What the lights of a map show over time, from their fixed programmes. Lights without one stay unknown.</summary>
internal sealed class SignalPlan
{
    private readonly MapSignal[] _lights;
    private readonly long[] _cycleUs;
    private readonly SignalState[] _states;
    private readonly SignalState?[] _held;

    public SignalPlan(RoadMap map)
    {
        _lights = [.. map.Signals.Where(s => s.Kind == MapSignalKind.Light)];
        _cycleUs = [.. _lights.Select(l => l.Cycle.Sum(p => p.DurationUs))];
        _states = new SignalState[_lights.Length];
        _held = new SignalState?[_lights.Length];
    }

    /// <summary>Number of lights, in the map's order.</summary>
    public int Count => _lights.Length;

    /// <summary>Id of a light.</summary>
    public string Id(int light) => _lights[light].Id;

    /// <summary>What a light shows now.</summary>
    public SignalState State(int light) => _states[light];

    /// <summary>Place of a light by id, or -1.</summary>
    public int Find(string id)
    {
        for (int i = 0; i < _lights.Length; i++)
        {
            if (_lights[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Shows a state instead of the programme's, until the next call; null gives the programme back. Seen from the next <see cref="MoveTo"/> on.</summary>
    public void Hold(int light, SignalState? state) => _held[light] = state;

    /// <summary>Gives all programmes back.</summary>
    public void Clear() => Array.Clear(_held);

    /// <summary>Sets the time; true when a light changed.</summary>
    public bool MoveTo(long timeUs)
    {
        bool changed = false;
        for (int i = 0; i < _lights.Length; i++)
        {
            var state = _held[i] ?? At(i, timeUs);
            changed |= state != _states[i];
            _states[i] = state;
        }

        return changed;
    }

    /// <summary>What the programme of a light shows at a time.</summary>
    public SignalState At(int light, long timeUs)
    {
        if (_cycleUs[light] <= 0)
        {
            return SignalState.Unknown;
        }

        long t = (timeUs + _lights[light].CycleOffsetUs) % _cycleUs[light];
        var cycle = _lights[light].Cycle;
        for (int p = 0; p < cycle.Count; p++)
        {
            t -= cycle[p].DurationUs;
            if (t < 0)
            {
                return cycle[p].State;
            }
        }

        return cycle[^1].State;
    }
}
