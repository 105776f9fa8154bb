using Sim.Reports.Reducing;

namespace Sim.Host.Output;

/// <summary>What <c>sim minimise --json</c> writes.</summary>
internal sealed record MinimiseReport
{
    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>Id of the failure's signature.</summary>
    public required string Signature { get; init; }

    /// <summary>The failure in words.</summary>
    public required string Title { get; init; }

    /// <summary>"minimal", "stopped" (at the limit of runs) or "not_reproducible".</summary>
    public required string Outcome { get; init; }

    /// <summary>The outcome in words.</summary>
    public required string Sentence { get; init; }

    /// <summary>Simulations that were needed.</summary>
    public required int Runs { get; init; }

    /// <summary>Every element of the case's scenario.</summary>
    public IReadOnlyList<ElementFinding> Elements { get; init; } = [];

    /// <summary>The numbers that were tried.</summary>
    public IReadOnlyList<NumberFinding> Numbers { get; init; } = [];

    /// <summary>The file of the minimal scenario, as named; absent when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Its SHA-256.</summary>
    public string? Sha256 { get; init; }
}
