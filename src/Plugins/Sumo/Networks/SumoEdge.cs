namespace Sim.Plugins.Sumo.Networks;

/// <summary>An edge of a SUMO network: lanes side by side.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Function">"normal", "internal", "crossing", "walkingarea", "connector".</param>
/// <param name="Lanes">Its lanes, the right one first.</param>
internal sealed record SumoEdge(string Id, string Function, IReadOnlyList<SumoLane> Lanes);
