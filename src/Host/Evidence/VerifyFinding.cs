namespace Sim.Host.Evidence;

/// <summary>Something in a run folder that is not as it was written.</summary>
/// <param name="Path">The file, relative to the folder.</param>
/// <param name="Kind">"changed", "missing", "added", "outdated" or "failed".</param>
/// <param name="Text">What was found.</param>
internal sealed record VerifyFinding(string Path, string Kind, string Text);
