namespace Sim.Host.Output;

/// <summary>One line of <c>sim doctor</c>.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="State">"ok", "unset", "missing" (a run may still do), "broken" (it cannot).</param>
/// <param name="Text">What was found.</param>
internal sealed record DoctorFinding(string Check, string State, string Text);
