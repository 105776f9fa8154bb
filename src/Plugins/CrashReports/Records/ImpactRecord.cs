namespace Sim.Plugins.CrashReports.Records;

/// <summary>One contact. Plain data.</summary>
public sealed record ImpactRecord
{
    /// <summary>1 for the first harmful event, 2 for the next.</summary>
    public required int Order { get; init; }

    /// <summary>One side of the contact: always an actor.</summary>
    public required ContactRecord A { get; init; }

    /// <summary>The other side: an actor or an object.</summary>
    public required ContactRecord B { get; init; }

    /// <summary>Id of the actor that struck the other with its front; null when both or neither did.</summary>
    public Leaf<string?> Striking { get; init; } = Leaf.Unknown<string?>(null);
}
