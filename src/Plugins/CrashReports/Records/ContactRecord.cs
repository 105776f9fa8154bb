namespace Sim.Plugins.CrashReports.Records;

/// <summary>One side of a contact. Exactly one of <see cref="Actor"/> and <see cref="Obstacle"/> is set. Plain data.</summary>
public sealed record ContactRecord
{
    /// <summary>Id of an actor, or null.</summary>
    public string? Actor { get; init; }

    /// <summary>An object (tree, pole, guardrail, "rollover"), or null.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Side that was hit.</summary>
    public Leaf<ContactPlane> Plane { get; init; } = Leaf.Unknown(ContactPlane.Unknown);

    /// <summary>Which part of that side.</summary>
    public Leaf<ContactCorner> Corner { get; init; } = Leaf.Unknown(ContactCorner.Unknown);
}
