namespace Sim.Simulation.Contacts;

/// <summary>Which pairs of a recording are tested.</summary>
public enum ContactScope
{
    /// <summary>The ego with every other actor; every pair when the recording has no ego.</summary>
    Ego,

    /// <summary>Every pair, the ego's first named.</summary>
    AllPairs,
}
