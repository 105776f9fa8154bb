namespace Sim.Plugins.Sumo.Traffic;

/// <summary>A vehicle that SUMO adds.</summary>
/// <param name="SumoId">Its id in SUMO.</param>
/// <param name="Class">What it is.</param>
/// <param name="Body">Its box.</param>
/// <param name="DepartUs">When it wants to depart, µs.</param>
/// <param name="Edges">Its route; empty when its route file knows it.</param>
internal sealed record BackgroundVehicle(string SumoId, ActorClass Class, BodyBox Body, long DepartUs, IReadOnlyList<string> Edges);
