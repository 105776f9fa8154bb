namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>How the instant t0 at which a plan is judged is chosen in a recording.</summary>
public enum StartRule
{
    /// <summary>The first instant with 1.5 s of the ego's history before it and 4 s after it; with no history, the ego's first instant.</summary>
    First,
    /// <summary>A given time.</summary>
    At,
    /// <summary>Every so often from the first instant on; results are means, as in the reference's one-stage evaluation.</summary>
    Every,
    /// <summary>Of the instants of <see cref="Every"/>, the one with the least EPDMS, the earlier of equals.</summary>
    Worst,
}
