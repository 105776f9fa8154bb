using Sim.Host.Planning;

namespace Sim.Host.Running;

/// <summary>How cases are worked off. None of it changes the bytes of a case that ends.</summary>
internal sealed record EngineOptions
{
    /// <summary>Worker threads, at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Limit for each case, or null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Limit for the run, or null.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Stops after the first case that fails or cannot be evaluated.</summary>
    public bool FailFast { get; init; }

    /// <summary>Which recordings stay.</summary>
    public KeepRecordings Keep { get; init; } = KeepRecordings.All;

    /// <summary>How long a case that was told to stop may take before its thread is given up.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);
}
