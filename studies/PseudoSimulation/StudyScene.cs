using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Studies.PseudoSimulation;

/// <summary>A scene with everything that does not depend on the driver under test. Immutable, thread-safe.</summary>
internal sealed record StudyScene
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The scenario of the closed loop.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The expert's answers during the history; empty when the closed loop begins at t0.</summary>
    public required IReadOnlyList<RecordedAnswer> History { get; init; }

    /// <summary>Step of the closed loop at which the driver takes over.</summary>
    public required int FirstStep { get; init; }

    /// <summary>The expert's drive.</summary>
    public required Recording Expert { get; init; }

    /// <summary>Step of <see cref="Expert"/> at which the driver takes over: t0.</summary>
    public required int ExpertStep { get; init; }

    /// <summary>Pseudo-simulation from t0.</summary>
    public required PseudoSimulationTest Test { get; init; }

    /// <summary>Which starts of stage two each share of the views uses.</summary>
    public required IReadOnlyDictionary<int, int[]> Views { get; init; }

    /// <summary>Both readings of where stage one ends.</summary>
    public static IReadOnlyList<EndPointDefinition> Ends { get; } = [EndPointDefinition.SubmittedPlan, EndPointDefinition.SimulatedEnd];
}
