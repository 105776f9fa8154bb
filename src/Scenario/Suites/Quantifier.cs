namespace Sim;

/// <summary>How an expectation speaks about its cases.</summary>
public enum Quantifier
{
    /// <summary>The condition holds for every applicable case.</summary>
    All,
    /// <summary>The condition (a bad thing) holds for no applicable case.</summary>
    None,
    /// <summary>The condition holds for at least one applicable case.</summary>
    Any,
    /// <summary>A quantile of the metric over the applicable cases meets the bound.</summary>
    Quantile,
    /// <summary>The condition says what a failure is; the upper confidence limit of its rate over the applicable cases stays below a limit.</summary>
    FailureRate,
}
