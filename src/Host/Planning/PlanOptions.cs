namespace Sim.Host.Planning;

/// <summary>Switches that change which cases run and with what.</summary>
internal sealed record PlanOptions
{
    /// <summary>Seed instead of the suites' own.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Replicas of every case instead of the entries' own numbers.</summary>
    public int? Repeat { get; init; }

    /// <summary>Driver instead of the suites' own.</summary>
    public string? Driver { get; init; }

    /// <summary>Command line of a driver instead of the suites' own.</summary>
    public string? DriverCommand { get; init; }

    /// <summary>Working folder of <see cref="DriverCommand"/>, absolute.</summary>
    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Simulator instead of the suites' own.</summary>
    public string? Simulator { get; init; }

    /// <summary>The filter as written, or null.</summary>
    public string? Filter { get; init; }

    /// <summary>Only these ids (rerun of failed cases), or null for all.</summary>
    public IReadOnlySet<string>? OnlyIds { get; init; }

    /// <summary>Which recordings stay.</summary>
    public KeepRecordings Keep { get; init; } = KeepRecordings.All;
}
