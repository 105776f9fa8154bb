using Sim.Geometry;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>
/// Others and lights as they were some time ago. Where the driver has not been in the case that long, as when it is asked at a single instant, others are
/// put back along their velocity from the oldest observation there is, and lights show what they showed then.
/// </summary>
/// <param name="delayUs">How old, µs.</param>
internal sealed class DelayedPerception(long delayUs) : IPerception
{
    private readonly List<(long TimeUs, ObservedActor[] Others, ObservedSignal[] Signals)> _past = [];

    /// <inheritdoc/>
    public void Apply(Observation observation)
    {
        long wanted = observation.TimeUs - delayUs;
        _past.Add((observation.TimeUs, observation.Others.ToArray(), observation.Signals.ToArray()));
        while (_past.Count > 1 && _past[1].TimeUs <= wanted)
        {
            _past.RemoveAt(0);
        }

        var (timeUs, others, signals) = _past[0];
        double back = Math.Max(timeUs - wanted, 0) * 1e-6;
        observation.Others = back > 0 ? Array.ConvertAll(others, o => PutBack(o, back)) : others;
        observation.Signals = signals;
    }

    private static ObservedActor PutBack(ObservedActor actor, double seconds)
    {
        var s = actor.State;
        var way = new Vector2d(s.SpeedMps, s.LateralMps).FromAxis(Vector2d.FromHeading(s.HeadingRad)) * -seconds;
        return actor with { State = s with { X = s.X + way.X, Y = s.Y + way.Y } };
    }
}
