namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>Displacement errors of one clip.</summary>
/// <param name="AdeM">Mean over actors of the mean distance over valid steps after the start, m.</param>
/// <param name="FdeM">Mean over actors of the distance at the last valid step, m.</param>
/// <param name="Actors">Number of actors.</param>
internal readonly record struct Displacement(double AdeM, double FdeM, int Actors);
