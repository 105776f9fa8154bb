namespace Sim.Simulation.Contacts;

/// <summary>How contacts of a recording are looked for and judged.</summary>
public sealed record ContactOptions
{
    /// <summary>Which pairs.</summary>
    public ContactScope Scope { get; init; } = ContactScope.Ego;

    /// <summary>A pair that has touched is reported again only after it has been apart for this long, µs, not negative.</summary>
    public long RearmUs { get; init; } = 1_000_000;

    /// <summary>What is known about replayed actors; null where nothing is replayed against an ego (a raw log, or reactive traffic only).</summary>
    public ReplayContext? Replay { get; init; }

    /// <summary>The defaults.</summary>
    public static ContactOptions Default { get; } = new();
}
