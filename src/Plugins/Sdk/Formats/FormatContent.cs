using Sim.Maps;

namespace Sim.Plugins.Sdk;

/// <summary>What a file of an outside format can hold. Any part may be absent.</summary>
public sealed record FormatContent
{
    /// <summary>Road network.</summary>
    public RoadMap? Map { get; init; }

    /// <summary>Scenarios, e.g. one for each planning problem.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; init; } = [];

    /// <summary>Recorded traffic.</summary>
    public Recording? Recording { get; init; }
}
