namespace Sim.Formats.CommonRoad;

/// <summary>What a CommonRoad file says about itself.</summary>
public sealed record CommonRoadHeader
{
    /// <summary>Format version: "2018b" or "2020a".</summary>
    public required string Version { get; init; }

    /// <summary>Benchmark id, e.g. "USA_US101-3_4_T-1"; empty when absent.</summary>
    public string BenchmarkId { get; init; } = "";

    /// <summary>Length of a time step, µs, positive.</summary>
    public required long StepUs { get; init; }

    /// <summary>Author, as written.</summary>
    public string Author { get; init; } = "";

    /// <summary>Affiliation, as written.</summary>
    public string Affiliation { get; init; } = "";

    /// <summary>Source of the data, as written.</summary>
    public string Source { get; init; } = "";

    /// <summary>Date, as written.</summary>
    public string Date { get; init; } = "";

    /// <summary>Scenario tags, in the file's order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Three-letter country prefix of the benchmark id ("DEU"; "ZAM" is CommonRoad's invented country); empty when there is none.</summary>
    public string Country { get; init; } = "";

    /// <summary>Licence and attribution that follow from <see cref="Source"/>; empty when it names no known third party.</summary>
    public string Licence { get; init; } = "";
}
