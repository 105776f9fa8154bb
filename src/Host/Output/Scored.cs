namespace Sim.Host.Output;

/// <summary>One line of <c>sim score --json</c>.</summary>
/// <param name="Recording">The file as the user named it.</param>
/// <param name="Assessment">What it means.</param>
internal sealed record Scored(string Recording, Assessment Assessment);
