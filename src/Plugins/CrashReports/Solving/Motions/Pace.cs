namespace Sim.Plugins.CrashReports.Solving.Motions;

/// <summary>How a road user leaves its undisturbed speed around the contact. Immutable.</summary>
internal sealed record Pace
{
    /// <summary>True when it stands all the time.</summary>
    public bool Stands { get; init; }

    /// <summary>Factor on the planned speed.</summary>
    public double SpeedScale { get; init; } = 1;

    /// <summary>How hard it brakes up to the contact, m/s², 0 for not at all.</summary>
    public double BrakeMps2 { get; init; }

    /// <summary>For how long it brakes up to the contact, s.</summary>
    public double BrakeS { get; init; }

    /// <summary>How long it goes on as planned after the contact, s.</summary>
    public double GoOnS { get; init; } = 2.5;

    /// <summary>How hard it stops after that, m/s².</summary>
    public double StopMps2 { get; init; } = 3;
}
