using Sim.Maps;

namespace Sim.Formats.OpenDrive;

/// <summary>A road as read, before sampling.</summary>
internal sealed class OdrRoad
{
    public required string Id { get; init; }

    public required string? JunctionId { get; init; }

    public required bool LeftHandTraffic { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public OdrRoadLink? Predecessor { get; set; }

    public OdrRoadLink? Successor { get; set; }

    public List<PlanGeometry> Plan { get; } = [];

    public List<Cubic> Elevation { get; } = [];

    public List<Cubic> Superelevation { get; } = [];

    public List<Cubic> LaneOffset { get; } = [];

    public List<OdrSpeed> Speeds { get; } = [];

    public List<OdrSection> Sections { get; } = [];

    public List<OdrSignal> Signals { get; } = [];

    public List<OdrObject> Objects { get; } = [];

    /// <summary>The planView is the truth about the length; the road's own length attribute is often rounded.</summary>
    public double Length => Plan[^1].S + Plan[^1].Length;

    /// <summary>Parts that hold lanes left of the reference line, by s; set when the road is sampled.</summary>
    public List<SectionPart> LeftParts { get; } = [];

    /// <summary>Parts that hold lanes right of the reference line, by s.</summary>
    public List<SectionPart> RightParts { get; } = [];

    /// <summary>Reference line at s, clamped to the road.</summary>
    public PlanFrame FrameAt(double s)
    {
        s = Math.Clamp(s, 0, Length);
        var plan = Plan[PlanIndexAt(s)];
        return plan.At(s - plan.S);
    }

    /// <summary>Index of the planView element that holds at s.</summary>
    public int PlanIndexAt(double s)
    {
        int low = 0, high = Plan.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Plan[middle].S <= s ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>True when a lane of this id is driven towards growing s.</summary>
    public bool RunsAlongS(int laneId) => laneId < 0 != LeftHandTraffic;
}

/// <summary>What a road end touches.</summary>
internal sealed record OdrRoadLink(bool IsJunction, string ElementId, bool? AtEnd);

/// <summary>A speed limit from s on; null means none.</summary>
internal readonly record struct OdrSpeed(double S, double? LimitMps);

/// <summary>A road mark from sOffset on.</summary>
internal readonly record struct OdrMark(double SOffset, LaneMarking FromInside);

/// <summary>Raised inner and outer edge from sOffset on, m.</summary>
internal readonly record struct OdrHeight(double SOffset, double Inner, double Outer);

/// <summary>A cross-section of lanes from S on.</summary>
internal sealed class OdrSection
{
    public required double S { get; init; }

    public required bool SingleSide { get; init; }

    /// <summary>Lanes by falling id: leftmost first, the centre among them.</summary>
    public List<OdrLane> Lanes { get; } = [];
}

/// <summary>A lane as read.</summary>
internal sealed class OdrLane
{
    public required int Id { get; init; }

    public required LaneType Type { get; set; }

    /// <summary>Id that our own writer keeps in user data, or null.</summary>
    public string? MapId { get; set; }

    public List<int> Predecessors { get; } = [];

    public List<int> Successors { get; } = [];

    public List<Cubic> Widths { get; } = [];

    public List<Cubic> Borders { get; } = [];

    public List<OdrMark> Marks { get; } = [];

    public List<OdrSpeed> Speeds { get; } = [];

    public List<OdrHeight> Heights { get; } = [];

    public List<ActorClass> Users { get; } = [];
}

/// <summary>A signal, or a reference to one, on a road.</summary>
internal sealed class OdrSignal
{
    public required string Id { get; init; }

    public required bool IsReference { get; init; }

    public required double S { get; init; }

    public required double T { get; init; }

    /// <summary>'+', '-' or anything else for both.</summary>
    public required char Orientation { get; init; }

    public string Type { get; init; } = "";

    public string Subtype { get; init; } = "";

    public string Country { get; init; } = "";

    public bool Dynamic { get; init; }

    public double? ValueSi { get; init; }

    public double HeightM { get; init; }

    public double HeadingOffsetRad { get; init; }

    public Geometry.Pose2d? Inertial { get; set; }

    /// <summary>Programme that our own writer keeps in user data.</summary>
    public List<SignalPhase> Cycle { get; } = [];

    public long CycleOffsetUs { get; set; }

    public List<(int From, int To)> Validity { get; } = [];
}

/// <summary>An object that the map keeps: crosswalk, parking space or stop line.</summary>
internal sealed class OdrObject
{
    public required string Id { get; init; }

    public required OdrObjectKind Kind { get; init; }

    public required double S { get; init; }

    public required double T { get; init; }

    public required double HeadingRad { get; init; }

    public required char Orientation { get; init; }

    public double Length { get; init; }

    public double Width { get; init; }

    /// <summary>Corners (u, v) or (s, t).</summary>
    public List<(double A, double B)> Corners { get; } = [];

    public bool CornersAreRoad { get; set; }

    public List<(double S, double Length, double Distance, double T0, double T1)> Repeats { get; } = [];

    public List<(int From, int To)> Validity { get; } = [];
}

/// <summary>Which objects the map keeps.</summary>
internal enum OdrObjectKind
{
    Crosswalk,
    Parking,
    StopLine,
}

/// <summary>A junction as read.</summary>
internal sealed class OdrJunction
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public List<OdrConnection> Connections { get; } = [];
}

/// <summary>A connection of a junction.</summary>
internal sealed class OdrConnection
{
    public required string IncomingRoad { get; init; }

    public required string OtherRoad { get; init; }

    public required bool AtEnd { get; init; }

    public List<(int From, int To)> LaneLinks { get; } = [];
}
