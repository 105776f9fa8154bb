namespace Sim.Formats.OpenDrive;

/// <summary>Something in an OpenDRIVE file that can be read, but is hardly meant.</summary>
/// <param name="Line">1-based line of its road.</param>
/// <param name="Column">1-based column of its road.</param>
/// <param name="Message">What was found, and what follows from it, in one sentence.</param>
public sealed record OpenDriveFinding(int Line, int Column, string Message);
