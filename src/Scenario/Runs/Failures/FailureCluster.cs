namespace Sim;

/// <summary>Cases that fail in the same way: equal signature, and similar approach in the last three seconds.</summary>
public sealed record FailureCluster
{
    /// <summary>Id of the signature; with "-2", "-3" … when one signature falls into several clusters.</summary>
    public required string Id { get; init; }

    /// <summary>What the cases have in common.</summary>
    public required FailureSignature Signature { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Title { get; init; }

    /// <summary>The medoid: the case that is nearest to all others.</summary>
    public required string Representative { get; init; }

    /// <summary>Ids of its cases, sorted; at least one.</summary>
    public required IReadOnlyList<string> Cases { get; init; }

    /// <summary>Worst verdict of its cases.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>Largest severity of its cases; -1 when no assessor ranks.</summary>
    public required double Severity { get; init; }
}
