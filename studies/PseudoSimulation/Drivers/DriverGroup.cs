namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>The groups of the study: the paper's, and what stands in for its learned planners.</summary>
internal enum DriverGroup
{
    /// <summary>Constant kinematics, blind to everything.</summary>
    Kinematics,
    /// <summary>Intelligent Driver Model on the route.</summary>
    Idm,
    /// <summary>PDM-Closed and variants.</summary>
    Pdm,
    /// <summary>Acts on old observations.</summary>
    Delayed,
    /// <summary>Sees others with noise.</summary>
    Noisy,
    /// <summary>Sees only what is near.</summary>
    Myopic,
    /// <summary>Drives beside the centre line.</summary>
    Offset,
    /// <summary>Ignores somebody, or assumes that they yield.</summary>
    OverConfident,
    /// <summary>Linear policies fitted to the expert by least squares.</summary>
    Fitted,
}
