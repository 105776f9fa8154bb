using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Sub-scores, extended comfort and EPDMS side by side, as aggregation treats them: column by column.</summary>
/// <param name="Scores">The eight sub-scores.</param>
/// <param name="ExtendedComfort">EC.</param>
/// <param name="Epdms">The score.</param>
public readonly record struct ScoreColumns(SubScores Scores, double ExtendedComfort, double Epdms)
{
    /// <summary>Number of columns.</summary>
    public const int Count = 10;

    /// <summary>The columns' names in NAVSIM's tables, in the order of <see cref="this[int]"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "no_at_fault_collisions", "drivable_area_compliance", "driving_direction_compliance", "traffic_light_compliance", "ego_progress",
        "time_to_collision_within_bound", "lane_keeping", "history_comfort", "two_frame_extended_comfort", "score",
    ];

    /// <summary>A column by its place in <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public double this[int column] => column switch
    {
        0 => Scores.NoAtFaultCollisions,
        1 => Scores.DrivableAreaCompliance,
        2 => Scores.DrivingDirectionCompliance,
        3 => Scores.TrafficLightCompliance,
        4 => Scores.EgoProgress,
        5 => Scores.TimeToCollision,
        6 => Scores.LaneKeeping,
        7 => Scores.HistoryComfort,
        8 => ExtendedComfort,
        9 => Epdms,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "There are ten columns."),
    };

    /// <summary>Sum by columns.</summary>
    public static ScoreColumns operator +(ScoreColumns a, ScoreColumns b) => Combine(in a, in b, 1, 1);

    /// <summary>All columns scaled.</summary>
    public static ScoreColumns operator *(double k, ScoreColumns a) => Combine(in a, default, k, 0);

    /// <summary>Product by columns.</summary>
    public static ScoreColumns operator *(ScoreColumns a, ScoreColumns b) => new(
        new SubScores(
            a.Scores.NoAtFaultCollisions * b.Scores.NoAtFaultCollisions,
            a.Scores.DrivableAreaCompliance * b.Scores.DrivableAreaCompliance,
            a.Scores.DrivingDirectionCompliance * b.Scores.DrivingDirectionCompliance,
            a.Scores.TrafficLightCompliance * b.Scores.TrafficLightCompliance,
            a.Scores.EgoProgress * b.Scores.EgoProgress,
            a.Scores.TimeToCollision * b.Scores.TimeToCollision,
            a.Scores.LaneKeeping * b.Scores.LaneKeeping,
            a.Scores.HistoryComfort * b.Scores.HistoryComfort),
        a.ExtendedComfort * b.ExtendedComfort,
        a.Epdms * b.Epdms);

    private static ScoreColumns Combine(in ScoreColumns a, in ScoreColumns b, double j, double k) => new(
        new SubScores(
            j * a.Scores.NoAtFaultCollisions + k * b.Scores.NoAtFaultCollisions,
            j * a.Scores.DrivableAreaCompliance + k * b.Scores.DrivableAreaCompliance,
            j * a.Scores.DrivingDirectionCompliance + k * b.Scores.DrivingDirectionCompliance,
            j * a.Scores.TrafficLightCompliance + k * b.Scores.TrafficLightCompliance,
            j * a.Scores.EgoProgress + k * b.Scores.EgoProgress,
            j * a.Scores.TimeToCollision + k * b.Scores.TimeToCollision,
            j * a.Scores.LaneKeeping + k * b.Scores.LaneKeeping,
            j * a.Scores.HistoryComfort + k * b.Scores.HistoryComfort),
        j * a.ExtendedComfort + k * b.ExtendedComfort,
        j * a.Epdms + k * b.Epdms);
}
