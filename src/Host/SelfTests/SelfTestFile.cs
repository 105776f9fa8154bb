namespace Sim.Host.SelfTests;

/// <summary>A file of the installed tool.</summary>
/// <param name="Path">Relative to the folder of the executable or of the plugin, with forward slashes.</param>
/// <param name="Sha256">Hash of its bytes.</param>
internal sealed record SelfTestFile(string Path, string Sha256);
