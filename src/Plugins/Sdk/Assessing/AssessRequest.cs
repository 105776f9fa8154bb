namespace Sim.Plugins.Sdk;

/// <summary>What an assessor is given. Plain data.</summary>
public sealed record AssessRequest
{
    /// <summary>The recording.</summary>
    public required Recording Recording { get; init; }

    /// <summary>The scenario it came from, or null for a bare log.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>Options.</summary>
    public Setting Options { get; init; } = Setting.Empty;

    /// <summary>Seed for this assessor in this case.</summary>
    public ulong Seed { get; init; }
}
