namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>How a run of another driver ends.</summary>
/// <param name="AlarmStep">Step at which it found the situation unsafe, or -1.</param>
/// <param name="ReactionStep">Step at which it began to brake or steer, or -1.</param>
/// <param name="ImpactTimeUs">First contact, µs, or null.</param>
/// <param name="ImpactMps">Relative speed there, m/s.</param>
/// <param name="With">Whom it touches, or null.</param>
internal sealed record PlayedResult(int AlarmStep, int ReactionStep, long? ImpactTimeUs, double ImpactMps, string? With)
{
    /// <summary>True when it touches nobody.</summary>
    public bool Avoids => ImpactTimeUs is null;
}
