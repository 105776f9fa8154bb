namespace Sim;

/// <summary>What a gate claims about a failure rate.</summary>
/// <param name="Limit">The rate, inside (0, 1).</param>
/// <param name="Confidence">Confidence of the one-sided limit that is compared with it, at least 0.5, below 1.</param>
/// <param name="OrEqual">True when the limit itself will do (at most), false when it must not be reached (below).</param>
public sealed record RateLimit(double Limit, double Confidence, bool OrEqual = false);
