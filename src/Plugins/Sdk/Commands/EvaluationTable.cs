namespace Sim.Plugins.Sdk;

/// <summary>A table of results. Plain data.</summary>
/// <param name="Columns">Column headings.</param>
/// <param name="Rows">Rows of canonical text, one cell for each column.</param>
/// <param name="Passed">True when every bar of the evaluation holds.</param>
public sealed record EvaluationTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool Passed);
