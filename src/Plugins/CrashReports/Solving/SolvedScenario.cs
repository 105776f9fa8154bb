using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving.Contacts;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>What the solver made of a record: a scenario, or the rules that it could not keep. Immutable.</summary>
internal sealed record SolvedScenario
{
    /// <summary>The scenario; null when none could be drawn at all. It is valid only when <see cref="IsValid"/>.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>The contact it was solved for; null for a scene without one.</summary>
    public PlannedImpact? Impact { get; init; }

    /// <summary>The motions behind the scenario; null without one.</summary>
    public Draft? Draft { get; init; }

    /// <summary>What the solver was given.</summary>
    public SolveRequest? Request { get; init; }

    /// <summary>What the rules R5 to R11 found.</summary>
    public IReadOnlyList<RecordFinding> Findings { get; init; } = [];

    /// <summary>Rules that make a scenario unusable. R5 is a contradiction of the text with itself and R11 a tag; neither does.</summary>
    public IEnumerable<RecordFinding> Broken => Findings.Where(f => !f.Mended && f.Rule is "R6" or "R7" or "R8" or "R9" or "R10");

    /// <summary>True when there is a scenario and no rule from R6 to R10 is broken.</summary>
    public bool IsValid => Scenario is not null && !Broken.Any();
}
