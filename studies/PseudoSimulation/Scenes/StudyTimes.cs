namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>The clock of every scene.</summary>
internal static class StudyTimes
{
    /// <summary>Step of the closed loop, µs.</summary>
    public const long StepUs = 100_000;

    /// <summary>History before the driver takes over, µs.</summary>
    public const long HistoryUs = 1_500_000;

    /// <summary>Closed-loop drive, µs.</summary>
    public const long DriveUs = 8_000_000;

    /// <summary>Step at which the driver takes over.</summary>
    public const int FirstStep = (int)(HistoryUs / StepUs);

    /// <summary>Steps of the drive: driver calls of one closed loop.</summary>
    public const int DriveSteps = (int)(DriveUs / StepUs);
}
