namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The time grid of one stage: 4 s at 10 Hz, sample 0 is now; plans and annotations at 2 Hz (specs/pseudo-simulation.md §2).</summary>
public static class Horizon
{
    /// <summary>Steps after now.</summary>
    public const int Steps = 40;

    /// <summary>Samples, now included.</summary>
    public const int Samples = Steps + 1;

    /// <summary>Step length, µs.</summary>
    public const long StepUs = 100_000;

    /// <summary>Step length, s.</summary>
    public const double StepSeconds = 0.1;

    /// <summary>Poses of a plan: one each half second, 0.5 s to 4 s.</summary>
    public const int PlanPoses = 8;

    /// <summary>Spacing of plans, annotations, lights and history, µs.</summary>
    public const long FrameUs = 500_000;

    /// <summary>Annotated frames, 0 s to 4 s.</summary>
    public const int Frames = 9;

    /// <summary>Samples from one annotated frame to the next.</summary>
    public const int SamplesPerFrame = 5;
}
