namespace Sim;

/// <summary>Result of one expectation.</summary>
public sealed record GateResult
{
    /// <summary>The expectation as written.</summary>
    public required string Text { get; init; }

    /// <summary>Name of its suite; empty where nobody says.</summary>
    public string Suite { get; init; } = "";

    /// <summary>Line in the suite, 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>Outcome.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>One sentence: "412 of 430 applicable, 3 violate".</summary>
    public required string Message { get; init; }

    /// <summary>Cases selected.</summary>
    public int Selected { get; init; }

    /// <summary>Cases to which the metric applies.</summary>
    public int Applicable { get; init; }

    /// <summary>Ids of violating cases (or of those that could not be evaluated), sorted.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>
    /// Ids of cases that the metric's second reading (<see cref="Metric.SecondReading"/>) would decide otherwise, sorted. They change nothing.
    /// </summary>
    public IReadOnlyList<string> Otherwise { get; init; } = [];
}
