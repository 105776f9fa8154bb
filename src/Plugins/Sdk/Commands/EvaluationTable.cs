namespace Sim.Plugins.Sdk;

/// <summary>A table of results. Plain data.</summary>
/// <param name="Columns">Column headings.</param>
/// <param name="Rows">Rows of canonical text, one cell for each column.</param>
/// <param name="Passed">True when every bar of the evaluation holds.</param>
public sealed record EvaluationTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool Passed)
{
    /// <summary>What was measured, item by item, for programs; written by <c>--json</c> only.</summary>
    public IReadOnlyList<EvaluationItem> Items { get; init; } = [];
}
