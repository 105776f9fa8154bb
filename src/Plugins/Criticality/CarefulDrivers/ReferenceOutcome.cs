namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>How a reference scenario ends for a model.</summary>
public sealed record ReferenceOutcome
{
    /// <summary>True when the ego touched the other vehicle.</summary>
    public bool Crash { get; init; }

    /// <summary>True when the ego's centre was ahead at the first contact: it was hit from the side or from behind.</summary>
    public bool EgoAhead { get; init; }

    /// <summary>Cut-out: true when the vehicle ahead hit the one that it revealed.</summary>
    public bool LeadCrash { get; init; }

    /// <summary>Distance between the bumpers at the start, m.</summary>
    public double StartGapM { get; init; }

    /// <summary>First step that the model found unsafe, or null.</summary>
    public int? FirstUnsafeStep { get; init; }

    /// <summary>First step with a contact, or null.</summary>
    public int? CrashStep { get; init; }

    /// <summary>Step after which nothing more was computed.</summary>
    public int LastStep { get; init; }

    /// <summary>Closing speed at the first contact, m/s; 0 without one.</summary>
    public double ImpactMps { get; init; }

    /// <summary>Largest critical fuzzy value; in a cut-out the value when the stopped vehicle is revealed.</summary>
    public double Critical { get; init; }

    /// <summary>Largest proactive fuzzy value; in a cut-out the value when the stopped vehicle is revealed.</summary>
    public double Proactive { get; init; }

    /// <summary>Distance between the bumpers at <see cref="LastStep"/>, m.</summary>
    public double LastGapM { get; init; }

    /// <summary>The ego's speed by step, m/s.</summary>
    public required IReadOnlyList<double> EgoSpeedMps { get; init; }

    /// <summary>The ego's position by step, m.</summary>
    public required IReadOnlyList<double> EgoAlongM { get; init; }
}
