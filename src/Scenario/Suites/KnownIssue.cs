namespace Sim;

/// <summary>A waiver under <c>known:</c>: these cases may fail until a date. It fails itself when expired or when the case passes.</summary>
public sealed record KnownIssue
{
    /// <summary>Pattern over case ids with * and ?.</summary>
    public required string CasePattern { get; init; }

    /// <summary>Why it is known.</summary>
    public required string Reason { get; init; }

    /// <summary>Ticket.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>Owner.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Last day on which it holds.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>Line in the suite, 0 when unknown.</summary>
    public int Line { get; init; }
}
