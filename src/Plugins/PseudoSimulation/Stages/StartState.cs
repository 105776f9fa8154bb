using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>A start of stage two.</summary>
/// <param name="Cell">Where on the grid.</param>
/// <param name="States">The ego 0.5 s apart, oldest first, the last one at the start; rear axle, world frame.</param>
/// <param name="Source">Whose motion lent heading and history.</param>
public sealed record StartState(StartCell Cell, IReadOnlyList<EgoState> States, string Source)
{
    /// <summary>The ego at the start.</summary>
    public EgoState Now => States[^1];
}
