namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>What was measured of one report. Immutable.</summary>
internal sealed record ReconstructedReport
{
    /// <summary>Id of the report.</summary>
    public required string Id { get; init; }

    /// <summary>Labelled class of its crash.</summary>
    public required string CrashClass { get; init; }

    /// <summary>Why nothing could be made of it; empty when something was.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>True when the labels name a side of both vehicles, so that reproduction can be judged.</summary>
    public bool HasSides { get; init; }

    /// <summary>Actor that became the ego.</summary>
    public string Ego { get; init; } = "";

    /// <summary>Its scenarios.</summary>
    public IReadOnlyList<ReconstructedScenario> Scenarios { get; init; } = [];

    /// <summary>True when every variant is valid.</summary>
    public bool Valid => Scenarios.Count > 0 && Scenarios.All(s => s.Valid);
}
