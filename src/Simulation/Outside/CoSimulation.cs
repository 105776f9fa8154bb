using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>The embedded engine with another simulator beside it. Stateless, safe for concurrent use.</summary>
public static class CoSimulation
{
    /// <summary>Opens a session in which the other simulator moves a part of the actors.</summary>
    /// <param name="use">The settings; their options are the other simulator's business.</param>
    /// <param name="outside">The other simulator; the session disposes of it.</param>
    /// <exception cref="InputException">The kind of traffic is unknown.</exception>
    public static ISimulatorSession Open(SimulatorUse use, IOutsideTraffic outside)
    {
        ArgumentNullException.ThrowIfNull(use);
        ArgumentNullException.ThrowIfNull(outside);
        if (use.Traffic is { } traffic)
        {
            TrafficOverride.Require(traffic);
        }

        return new EmbeddedSession(use, outside);
    }
}
