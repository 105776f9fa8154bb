namespace Sim.Host.Running;

/// <summary>How a run ended.</summary>
/// <param name="Report">The report.</param>
/// <param name="Stop">Why the engine stopped.</param>
/// <param name="ExitCode">What the process answers.</param>
internal sealed record RunEnd(RunReport Report, StopReason Stop, int ExitCode);
