using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>
/// Others with errors of position, speed and heading, each drawn anew at every instant, and missed altogether now and then. The numbers depend
/// on the case's seed, the instant and the actor only, so that what is seen of one never depends on who else is there.
/// </summary>
/// <param name="seed">Seed of the case.</param>
/// <param name="positionM">Standard deviation of x and of y, m.</param>
/// <param name="speedMps">Standard deviation of the speed, m/s.</param>
/// <param name="headingRad">Standard deviation of the heading, rad.</param>
/// <param name="missed">Share of instants at which an actor is not seen.</param>
internal sealed class NoisyPerception(ulong seed, double positionM, double speedMps, double headingRad, double missed) : IPerception
{
    /// <inheritdoc/>
    public void Apply(Observation observation)
    {
        var seen = new List<ObservedActor>(observation.Others.Length);
        foreach (ref readonly var other in observation.Others.Span)
        {
            var random = new RandomStream(seed) { Position = (ulong)(observation.TimeUs / 1000) * 1_000_000UL + (ulong)other.Index * 8UL };
            if (random.NextDouble() >= missed)
            {
                seen.Add(other with
                {
                    State = other.State with
                    {
                        X = other.State.X + positionM * random.NextNormal(),
                        Y = other.State.Y + positionM * random.NextNormal(),
                        SpeedMps = other.State.SpeedMps + speedMps * random.NextNormal(),
                        HeadingRad = other.State.HeadingRad + headingRad * random.NextNormal(),
                    },
                });
            }
        }

        observation.Others = seen.ToArray();
    }
}
