namespace Sim.Simulation.Engine;

/// <summary>An actor's place in the sorted list of a lane. An actor has several when its box reaches into several lanes.</summary>
internal struct LaneNode
{
    /// <summary>Node further along the lane, or -1.</summary>
    public int Next;

    /// <summary>Node behind, or -1.</summary>
    public int Previous;

    /// <summary>Lane, or -1 when unused.</summary>
    public int Lane;

    /// <summary>True: in the way of everybody in the lane; false: only of those whose strip it reaches into.</summary>
    public bool Solid;

    /// <summary>Arc length of the centre, m.</summary>
    public double S;

    /// <summary>Half extent along the lane, m.</summary>
    public double Half;

    /// <summary>Velocity along the lane, m/s.</summary>
    public double V;

    /// <summary>Right end of the extent across the lane, m.</summary>
    public double Low;

    /// <summary>Left end of the extent across the lane, m.</summary>
    public double High;
}
