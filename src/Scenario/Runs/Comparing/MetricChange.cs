namespace Sim;

/// <summary>A metric before and now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">SI unit; empty for none, or when an accepted metric does not exist any more.</param>
/// <param name="Before">State and value before, or null when it did not exist.</param>
/// <param name="After">State and value now, or null when it does not exist any more.</param>
/// <param name="Worse">True when it got worse, false when better or incomparable.</param>
public sealed record MetricChange(string Name, string Unit, Measured<double>? Before, Measured<double>? After, bool Worse)
{
    /// <summary>True when the comparison allows a difference of this size: then it is neither worse nor better.</summary>
    public bool Allowed { get; init; }
}
