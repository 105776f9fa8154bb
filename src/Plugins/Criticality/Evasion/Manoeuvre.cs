namespace Sim.Plugins.Criticality.Evasion;

/// <summary>What the ego might do to evade.</summary>
internal enum Manoeuvre
{
    /// <summary>Brake to a stand on its path.</summary>
    Brake,

    /// <summary>Swerve by the steering width to the left.</summary>
    SteerLeft,

    /// <summary>Swerve to the right.</summary>
    SteerRight,

    /// <summary>Accelerate on its path.</summary>
    Kickdown,
}
