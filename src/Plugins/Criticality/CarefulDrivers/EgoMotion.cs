namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>The other driver's vehicle at one step. Mutable, of one run.</summary>
internal struct EgoMotion
{
    /// <summary>Arc length on the path, m.</summary>
    public double S;

    /// <summary>Offset from the path, m, positive to the left.</summary>
    public double D;

    /// <summary>Speed, m/s.</summary>
    public double SpeedMps;

    /// <summary>Speed one step ago, m/s.</summary>
    public double PreviousMps;

    /// <summary>Step at which the situation was found unsafe, or -1.</summary>
    public int AlarmStep;

    /// <summary>Step at which it began to brake or steer, or -1.</summary>
    public int ReactionStep;
}
