namespace Sim.Plugins.CrashReports.Records;

/// <summary>A road user of the story. Plain data.</summary>
public sealed record ActorRecord
{
    /// <summary>"V1", "V2" for vehicles in the text's own numbering (in order of mention where it has none), "P1" for pedestrians, "C1" cyclists, "A1" animals.</summary>
    public required string Id { get; init; }

    /// <summary>Kind.</summary>
    public Leaf<ActorType> Type { get; init; } = Leaf.Unknown(ActorType.Unknown);

    /// <summary>Year, make and model in the words of the text.</summary>
    public Leaf<string?> Description { get; init; } = Leaf.Unknown<string?>(null);

    /// <summary>The leg it comes in by: an id of <see cref="RoadRecord.Legs"/>.</summary>
    public Leaf<string?> Leg { get; init; } = Leaf.Unknown<string?>(null);

    /// <summary>Its lane on that leg, 1 = rightmost.</summary>
    public Leaf<int?> LaneFromRight { get; init; } = Leaf.Unknown<int?>(null);

    /// <summary>Direction of travel before the first manoeuvre, compass degrees clockwise from north, 0 to below 360.</summary>
    public Leaf<double?> HeadingDeg { get; init; } = Leaf.Unknown<double?>(null);

    /// <summary>Travel speed before the critical event, km/h.</summary>
    public Leaf<double?> SpeedKmh { get; init; } = Leaf.Unknown<double?>(null);

    /// <summary>The same in words.</summary>
    public Leaf<SpeedRelation> SpeedRelation { get; init; } = Leaf.Unknown(Records.SpeedRelation.Unknown);

    /// <summary>Movement before the critical event.</summary>
    public Leaf<Movement> Movement { get; init; } = Leaf.Unknown(Records.Movement.Unknown);

    /// <summary>What it did, in order of time; what it only meant to do has <see cref="ActionRecord.Executed"/> false.</summary>
    public IReadOnlyList<ActionRecord> Actions { get; init; } = [];

    /// <summary>Whether it had the right of way.</summary>
    public Leaf<RightOfWay> RightOfWay { get; init; } = Leaf.Unknown(Records.RightOfWay.Unknown);

    /// <summary>What it did to avoid the crash; a set.</summary>
    public Leaf<IReadOnlyList<Avoidance>> Avoidance { get; init; } = Leaf.Unknown<IReadOnlyList<Avoidance>>([]);

    /// <summary>Id of an actor (or word for an object) that it comes out from behind; null when none is told.</summary>
    public Leaf<string?> EmergesFrom { get; init; } = Leaf.Unknown<string?>(null);

    /// <summary>Where it came to rest, in the words of the text.</summary>
    public Leaf<string?> FinalPosition { get; init; } = Leaf.Unknown<string?>(null);
}
