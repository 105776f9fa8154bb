namespace Sim;

/// <summary>Metrics that are defined together, on one page. Plain data.</summary>
/// <param name="Title">Title of the page.</param>
/// <param name="Metrics">The metrics in the order of the page, at least one.</param>
public sealed record MethodFamily(string Title, IReadOnlyList<MetricMethod> Metrics)
{
    /// <summary>Papers, regulations and code that the definitions come from; may be empty.</summary>
    public string Sources { get; init; } = "";

    /// <summary>Edge cases, and what is not covered, sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Known anomalies of a definition or its reference implementation, sentences.</summary>
    public IReadOnlyList<string> Anomalies { get; init; } = [];
}
