namespace Sim.Plugins.Sumo.Networks;

/// <summary>A way from lane to lane.</summary>
/// <param name="From">Lane that it leaves.</param>
/// <param name="To">Lane that it leads to.</param>
/// <param name="Via">First lane inside the junction, or null.</param>
/// <param name="Light">Traffic light that it obeys, or null.</param>
/// <param name="Link">Its place in the light's state.</param>
/// <param name="Direction">SUMO's letter: s, l, r, t, L, R.</param>
internal sealed record SumoConnection(string From, string To, string? Via, string? Light, int Link, string Direction);
