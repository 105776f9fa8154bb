namespace Sim.Host.Output;

/// <summary>What <c>sim boundary --json</c> writes.</summary>
internal sealed record BoundaryReport
{
    /// <summary>The failing case.</summary>
    public required string Case { get; init; }

    /// <summary>Id of the failure's signature.</summary>
    public required string Signature { get; init; }

    /// <summary>The failure in words.</summary>
    public required string Title { get; init; }

    /// <summary>"boundary", "undecided" (a point between could not be evaluated), "stopped" (at the limit of runs), "no_passing_point" or "not_reproducible".</summary>
    public required string Outcome { get; init; }

    /// <summary>The outcome in words, with units.</summary>
    public required string Sentence { get; init; }

    /// <summary>Simulations that were needed.</summary>
    public required int Runs { get; init; }

    /// <summary>The passing case at the other end; absent when it is a value.</summary>
    public string? Against { get; init; }

    /// <summary>What differs between the ends.</summary>
    public IReadOnlyList<BoundaryNumber> Numbers { get; init; } = [];

    /// <summary>False when further points show that there is more than one boundary; absent when none was found.</summary>
    public bool? Monotone { get; init; }

    /// <summary>Points that contradict a single boundary.</summary>
    public IReadOnlyList<BoundaryPoint> Otherwise { get; init; } = [];

    /// <summary>Other ways in which points on the way fail, in words.</summary>
    public IReadOnlyList<string> OtherFailures { get; init; } = [];
}
