namespace Sim.Formats;

/// <summary>A new vehicle put into a log: a planning problem.</summary>
/// <param name="Step">Step of the log at which it starts; the scenario's time 0.</param>
/// <param name="Initial">Its state there, at the box's centre.</param>
/// <param name="Task">Its task, times counted from the log's step 0.</param>
/// <param name="OwnTrack">Id of the track that records this very vehicle, or null: it is no other actor, and its log is the ego's when it begins at the
/// same step within 1 mm.</param>
public sealed record PlannedEgo(int Step, ActorState Initial, EgoTask Task, string? OwnTrack = null);
