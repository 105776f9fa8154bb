namespace Sim;

/// <summary>What a quantity measures.</summary>
public enum Dimension
{
    /// <summary>Counts, shares and flags; "%" is a hundredth.</summary>
    None,
    /// <summary>Length; SI unit m.</summary>
    Length,
    /// <summary>Time; SI unit s.</summary>
    Time,
    /// <summary>Speed; SI unit m/s.</summary>
    Speed,
    /// <summary>Acceleration; SI unit m/s^2.</summary>
    Acceleration,
    /// <summary>Change of acceleration; SI unit m/s^3.</summary>
    Jerk,
    /// <summary>Plane angle; SI unit rad.</summary>
    Angle,
    /// <summary>Angular speed; SI unit rad/s.</summary>
    AngularSpeed,
    /// <summary>Curvature; SI unit 1/m.</summary>
    Curvature,
    /// <summary>Area; SI unit m^2.</summary>
    Area,
    /// <summary>Mass; SI unit kg.</summary>
    Mass,
    /// <summary>Frequency; SI unit Hz.</summary>
    Frequency,
}
