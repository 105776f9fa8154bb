namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>The sub-scores of one plan, each 0 to 1 (specs/pseudo-simulation.md §8), and what is made of them (§9).</summary>
/// <param name="NoAtFaultCollisions">NC: 0, 0.5 or 1.</param>
/// <param name="DrivableAreaCompliance">DAC: 0 or 1.</param>
/// <param name="DrivingDirectionCompliance">DDC: 0, 0.5 or 1.</param>
/// <param name="TrafficLightCompliance">TLC: 0 or 1.</param>
/// <param name="EgoProgress">EP: progress relative to the best proposal.</param>
/// <param name="TimeToCollision">TTC within bound: 0 or 1.</param>
/// <param name="LaneKeeping">LK: 0 or 1.</param>
/// <param name="HistoryComfort">HC: 0 or 1.</param>
public readonly record struct SubScores(
    double NoAtFaultCollisions,
    double DrivableAreaCompliance,
    double DrivingDirectionCompliance,
    double TrafficLightCompliance,
    double EgoProgress,
    double TimeToCollision,
    double LaneKeeping,
    double HistoryComfort)
{
    /// <summary>NC · DAC · TLC · DDC.</summary>
    public double Product => NoAtFaultCollisions * DrivableAreaCompliance * TrafficLightCompliance * DrivingDirectionCompliance;

    /// <summary>EPDMS.</summary>
    /// <param name="extendedComfort">EC, 0 or 1; null when there is no neighbouring frame: its weight is dropped.</param>
    public double Epdms(double? extendedComfort)
    {
        double sum = (5 * EgoProgress) + (5 * TimeToCollision) + (2 * LaneKeeping) + (2 * HistoryComfort);
        return Product * (extendedComfort is { } ec ? (sum + (2 * ec)) / 16 : sum / 14);
    }
}
