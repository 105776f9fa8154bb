using Sim.Plugins.Sumo.Networks;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>An actor that SUMO drives.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="SumoId">Its id in SUMO.</param>
/// <param name="Lane">Lane it departs on.</param>
/// <param name="DepartM">Where its front stands there, m along the lane as SUMO counts.</param>
/// <param name="Edges">Its route.</param>
internal sealed record SumoVehicle(Actor Actor, string SumoId, SumoLane Lane, double DepartM, IReadOnlyList<string> Edges);
