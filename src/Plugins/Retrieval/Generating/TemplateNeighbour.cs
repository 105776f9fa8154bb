namespace Sim.Plugins.Retrieval.Generating;

/// <summary>A retrieved scene that is blended with a template.</summary>
/// <param name="Parent">File, hash and scene, for the provenance.</param>
/// <param name="Scene">The scene at 10 Hz.</param>
/// <param name="Matches">For each track of the template's scene the track whose behaviour is blended with its own, −1 for none.</param>
/// <param name="Steps">For each match the step of <paramref name="Scene"/> that goes with the template's first one.</param>
/// <param name="Distance">2-Wasserstein distance from the template's scene.</param>
/// <param name="Licence">Licence of its source.</param>
internal sealed record TemplateNeighbour(string Parent, Recording Scene, IReadOnlyList<int> Matches, IReadOnlyList<int> Steps, double Distance, string Licence);
