namespace Sim;

/// <summary>An input of a run.</summary>
/// <param name="Key">File as the suite names it, machine-independent.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record InputFile(string Key, string Sha256);
