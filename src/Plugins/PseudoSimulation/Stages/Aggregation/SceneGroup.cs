namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>What belongs together in two-stage aggregation: the real frames and the start states around where they lead.</summary>
/// <param name="FirstStage">The real frame and the one before it.</param>
/// <param name="SecondStage">Start states of stage 2, each with the one before it; at least one.</param>
public sealed record SceneGroup(FramePair FirstStage, IReadOnlyList<FramePair> SecondStage);
