using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Motions;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>A solved story before it becomes a scenario. Immutable.</summary>
internal sealed record Draft
{
    /// <summary>Moving actors, those of the contact first.</summary>
    public required IReadOnlyList<Motion> Motions { get; init; }

    /// <summary>The object that is run into, or null.</summary>
    public (string Id, Pose Pose)? Obstacle { get; init; }

    /// <summary>Sides that touch, the first actor's first; null without contact.</summary>
    public ContactSides? Sides { get; init; }

    /// <summary>True when the contact must lie in the junction area.</summary>
    public bool InJunction { get; init; }

    /// <summary>Time from the scenario's start to the contact, s, a whole number of steps.</summary>
    public required double LeadS { get; init; }

    /// <summary>How far it is from what is wished.</summary>
    public double Cost { get; init; }

    /// <summary>What was assumed, sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What the record says and this draft does not use, sentences.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>Where an object stands and how large it is.</summary>
    /// <param name="Centre">Centre.</param>
    /// <param name="Body">Box.</param>
    internal sealed record Pose(Sim.Geometry.Pose2d Centre, BodyBox Body);
}
