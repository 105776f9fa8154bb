namespace Sim.Formats.OpenScenario;

/// <summary>A file to read.</summary>
/// <param name="File">Its name for messages and provenance.</param>
/// <param name="Read">Gives its bytes.</param>
public sealed record OpenScenarioSource(string File, Func<ReadOnlyMemory<byte>> Read);
