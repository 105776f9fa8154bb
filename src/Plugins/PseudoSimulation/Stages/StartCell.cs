using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>A place of the grid of starts.</summary>
/// <param name="Along">Steps along the road from the expert, positive ahead.</param>
/// <param name="Across">Steps across the road from the expert, positive to the left.</param>
/// <param name="Pose">Rear axle and heading of the expert's motion shifted here along the road, world frame.</param>
public readonly record struct StartCell(int Along, int Across, Pose2d Pose);
