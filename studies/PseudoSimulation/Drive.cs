using Sim.Numerics;
using Sim.Simulation;
using Sim.Studies.PseudoSimulation.Drivers;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Closed loops of the study in the embedded engine. Stateless, safe for concurrent use.</summary>
internal static class Drive
{
    private static readonly EmbeddedSimulator Simulator = new();

    // nuPlan goes on after a contact; its score says what it is worth.
    private static readonly SimulatorUse Use = new() { StopAtContact = false };

    /// <summary>Drives a scene: the history by the expert's answers, then the driver.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="expert">The expert's answers.</param>
    /// <param name="firstStep">Step at which the driver takes over.</param>
    /// <exception cref="InvalidOperationException">The driver failed: a study has no place for that.</exception>
    public static Recording Run(Scenario scene, StudyDriver driver, IReadOnlyList<RecordedAnswer> expert, int firstStep)
    {
        var recording = ClosedLoop.Run(
            Simulator,
            Use,
            scene,
            new HandOverDriver(driver.Driver, expert, firstStep),
            driver.Options,
            Seed.Derive(0, scene.Name, 0, "simulator"),
            Seed.Derive(0, scene.Name, 0, "driver " + driver.Name),
            CancellationToken.None);
        if (recording.End is RecordingEnd.DriverFailed or RecordingEnd.SimulatorFailed)
        {
            throw new InvalidOperationException($"'{driver.Name}' on '{scene.Name}': {recording.Events[^1].Text}");
        }

        return recording;
    }
}
