namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>What <see cref="SceneMapBuilder"/> made of a road map.</summary>
/// <param name="Map">The scorer's map; null when there is none.</param>
/// <param name="Reason">Why there is none; empty when there is one.</param>
public sealed record SceneMapReading(SceneMap? Map, string Reason = "");
