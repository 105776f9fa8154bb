namespace Sim.Plugins.Sumo.Networks;

/// <summary>An edge of a SUMO network: lanes side by side.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Function">"normal", "internal", "crossing", "walkingarea", "connector".</param>
/// <param name="Lanes">Its lanes, the right one first.</param>
/// <param name="From">Junction that it leaves, or empty.</param>
/// <param name="To">Junction that it leads to, or empty.</param>
internal sealed record SumoEdge(string Id, string Function, IReadOnlyList<SumoLane> Lanes, string From = "", string To = "");
