namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>The grid of the study's plans: 8 s, 10 points a second.</summary>
internal static class PlanTimes
{
    /// <summary>Points after the present.</summary>
    public const int Steps = 80;

    /// <summary>Spacing, µs.</summary>
    public const long StepUs = 100_000;

    /// <summary>Spacing, s.</summary>
    public const double StepSeconds = 0.1;
}
