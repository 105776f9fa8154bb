namespace Sim;

/// <summary>A case in the report: its result and what the gates make of it.</summary>
/// <param name="Result">The result.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Violates">Texts of the gates that it violates.</param>
public sealed record CaseRow(CaseResult Result, CaseVerdict Verdict, IReadOnlyList<string> Violates)
{
    /// <summary>Texts of the gates whose condition the second reading of the metric (<see cref="Metric.SecondReading"/>) would decide otherwise.</summary>
    public IReadOnlyList<string> Otherwise { get; init; } = [];

    /// <summary>Name of its suite; empty where nobody says.</summary>
    public string Suite { get; init; } = "";
}
