namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>The score of NAVSIM v1 and its parts, each 0 to 1.</summary>
/// <param name="NoAtFaultCollisions">NC.</param>
/// <param name="DrivableAreaCompliance">DAC.</param>
/// <param name="EgoProgress">EP, with the product in it.</param>
/// <param name="TimeToCollision">TTC.</param>
/// <param name="Comfort">C: the six tests on the simulated samples alone.</param>
public readonly record struct PdmsScore(
    double NoAtFaultCollisions,
    double DrivableAreaCompliance,
    double EgoProgress,
    double TimeToCollision,
    double Comfort)
{
    /// <summary>PDMS: NC · DAC · (5 EP + 5 TTC + 2 C) / 12.</summary>
    public double Pdms => NoAtFaultCollisions * DrivableAreaCompliance * (((5 * EgoProgress) + (5 * TimeToCollision) + (2 * Comfort)) / 12);
}
