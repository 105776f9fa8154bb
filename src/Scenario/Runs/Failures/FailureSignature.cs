namespace Sim;

/// <summary>
/// What failures of one kind have in common (criticality-and-reports §11). Two cases with equal members fail in the same way as far as can be told without
/// looking. People's notes hang on <see cref="Id"/>, so it must not change with the run, the case ids or the order of anything.
/// </summary>
public sealed record FailureSignature
{
    /// <summary>"f-" and 10 hexadecimal digits of the SHA-256 over the other members.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the entry, or the scenario's family where it has one.</summary>
    public required string Family { get; init; }

    /// <summary>The metric that leads, the status when the case could not be evaluated, or the text of the violated expectation.</summary>
    public required string Leading { get; init; }

    /// <summary>The other actor's class, or null.</summary>
    public ActorClass? PartnerClass { get; init; }

    /// <summary>Where the ego is hit, hour 1 to 12, or null without a contact.</summary>
    public int? ImpactHour { get; init; }

    /// <summary>What the ego was doing, or null when there is no recording.</summary>
    public DrivenManoeuvre? EgoManoeuvre { get; init; }

    /// <summary>What happened before; empty when nothing is known.</summary>
    public string Event { get; init; } = "";

    /// <summary>Coarse tags of the operational design domain.</summary>
    public IReadOnlyDictionary<string, string> Odd { get; init; } = Ordered.Empty;
}
