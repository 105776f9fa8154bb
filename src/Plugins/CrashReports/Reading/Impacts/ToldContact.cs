using Sim.Plugins.CrashReports.Language;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>A contact as one clause tells it: who (or what) and which parts. Mutable while it is gathered.</summary>
internal sealed class ToldContact
{
    /// <summary>The clause.</summary>
    public required Clause Clause { get; init; }

    /// <summary>Id of the actor that the clause makes move against the other.</summary>
    public required string A { get; set; }

    /// <summary>Id of the other actor, or null when it is a thing.</summary>
    public string? B { get; set; }

    /// <summary>The thing, or null.</summary>
    public string? Obstacle { get; set; }

    /// <summary>Part of <see cref="A"/> that was hit, or null.</summary>
    public PlanePhrase? PlaneA { get; set; }

    /// <summary>Part of <see cref="B"/> that was hit, or null.</summary>
    public PlanePhrase? PlaneB { get; set; }

    /// <summary>True when the parts follow from the verb ("rear-ended", "head-on") and no words name them.</summary>
    public bool ByVerb { get; set; }

    /// <summary>True when the clause says that another contact came before ("then", "again", "side-slapped").</summary>
    public bool IsLater { get; init; }
}
