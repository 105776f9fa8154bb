namespace Sim.Studies.Plots;

/// <summary>Points of one kind in a scatter plot.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Points with their names, which show on hovering.</param>
internal sealed record PlotGroup(string Name, IReadOnlyList<(double X, double Y, string Label)> Points);
