namespace Sim;

/// <summary>Result of one case. Everything in it is deterministic; wall times live elsewhere.</summary>
public sealed record CaseResult
{
    /// <summary>The case.</summary>
    public required Case Case { get; init; }

    /// <summary>How far it came.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>Why, when it is not assessed; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Tags of scenario and entry.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Requirements covered.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>ODD tags.</summary>
    public IReadOnlyDictionary<string, string> Odd { get; init; } = Ordered.Empty;

    /// <summary>How the recording ended; null when there is none.</summary>
    public RecordingEnd? End { get; init; }

    /// <summary>Simulated time, µs.</summary>
    public long SimulatedUs { get; init; }

    /// <summary>Assessments.</summary>
    public IReadOnlyList<Assessment> Assessments { get; init; } = [];

    /// <summary>How far it can be reproduced.</summary>
    public Reproducibility Reproducibility { get; init; } = Reproducibility.Bit;

    /// <summary>How other actors moved.</summary>
    public string Traffic { get; init; } = "";

    /// <summary>SHA-256 of recording.mcap in hexadecimal, or empty when none was kept.</summary>
    public string RecordingSha256 { get; init; } = "";

    /// <summary>
    /// SHA-256, lower-case hexadecimal, over what should happen: the scenario without its name, tags, parameters and provenance, the map by its content.
    /// Empty when there was no scenario. Results of different scenarios cannot be held against each other.
    /// </summary>
    public string ScenarioSha256 { get; init; } = "";

    /// <summary>Licences of the inputs it was made from.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What left this machine for its scenario; empty when nothing did.</summary>
    public IReadOnlyList<Egress> Egress { get; init; } = [];

    /// <summary>How it ended, in the facts by which failures are told apart; null when there is no recording with an ego.</summary>
    public CaseEnding? Ending { get; init; }
}
