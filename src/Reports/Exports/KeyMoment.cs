namespace Sim.Reports.Exports;

/// <summary>An instant that a strip shows.</summary>
/// <param name="Step">Step of the recording.</param>
/// <param name="TimeUs">The instant, µs since the recording's start; a contact may lie just after its step.</param>
/// <param name="Label">What it is, a few words.</param>
internal sealed record KeyMoment(int Step, long TimeUs, string Label);
