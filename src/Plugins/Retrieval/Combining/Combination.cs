namespace Sim.Plugins.Retrieval.Combining;

/// <summary>A scene and how it goes on.</summary>
/// <param name="Start">The scene that was continued.</param>
/// <param name="Plans">For each of its actors the plan.</param>
/// <param name="States">For each of its actors the states at the start and after each step.</param>
internal sealed record Combination(SceneNow Start, IReadOnlyList<ActorPlan> Plans, ActorState[][] States);
