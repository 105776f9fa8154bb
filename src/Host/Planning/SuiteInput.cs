namespace Sim.Host.Planning;

/// <summary>A suite and the files it was read from, hashed.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Files">Its own files.</param>
internal sealed record SuiteInput(Suite Suite, IReadOnlyList<InputFile> Files);
