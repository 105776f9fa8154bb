using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>What a network is drawn from and collects while it is drawn. Not thread-safe.</summary>
internal sealed class RoadDraft
{
    /// <summary>Width of a lane, m.</summary>
    public const double LaneWidthM = 3.5;

    /// <summary>Width of a driveway's lane, m.</summary>
    public const double DrivewayWidthM = 3.0;

    /// <summary>Width of the strip between divided directions, m.</summary>
    public const double MedianM = 3.0;

    /// <summary>Begins a network.</summary>
    /// <param name="record">The completed record.</param>
    public RoadDraft(CrashRecord record)
    {
        Record = record;
        bool park = record.Actors.Any(a => a.IsParked() || a.Does(ActionKind.EnterRoad, ActionKind.Park)
            || a.Movement.Value is Movement.LeavingParking or Movement.EnteringParking || a.EmergesFrom.Value is not null);
        bool leave = record.CrashClass.Value == CrashClass.RoadDeparture || record.Actors.Any(a => a.Does(ActionKind.DepartRoad, ActionKind.DriftOutOfLane, ActionKind.EnterRoad));
        bool walk = record.Actors.Any(a => a.Type.Value == ActorType.Pedestrian);
        if (park)
        {
            Verge.Add((LaneType.Parking, 2.5));
            Assumptions.Add("a parking lane of 2.5 m at the right edge, since a road user parks, comes from a place or from behind something that stands there");
        }

        if (leave)
        {
            Verge.Add((LaneType.Shoulder, 2.5));
            Assumptions.Add("a shoulder of 2.5 m, since a road user leaves the road or comes onto it");
        }

        if (walk)
        {
            Verge.Add((LaneType.Sidewalk, 2.0));
            Assumptions.Add("sidewalks of 2 m, since a pedestrian takes part");
        }

        Assumptions.Insert(0, "lanes 3.5 m wide, those of driveways 3 m");
    }

    /// <summary>The completed record.</summary>
    public CrashRecord Record { get; }

    /// <summary>What lies beside the lanes, from the lanes outwards.</summary>
    public List<(LaneType Type, double WidthM)> Verge { get; } = [];

    /// <summary>Lanes.</summary>
    public List<Lane> Lanes { get; } = [];

    /// <summary>Junctions.</summary>
    public List<Junction> Junctions { get; } = [];

    /// <summary>Signs and lights.</summary>
    public List<MapSignal> Signals { get; } = [];

    /// <summary>Stop lines.</summary>
    public List<StopLine> StopLines { get; } = [];

    /// <summary>Crosswalks.</summary>
    public List<Crosswalk> Crosswalks { get; } = [];

    /// <summary>Ways to and from the place.</summary>
    public List<RoadLeg> Legs { get; } = [];

    /// <summary>Area of the junction, or null.</summary>
    public Polygon? Area { get; set; }

    /// <summary>What was assumed, sentences.</summary>
    public List<string> Assumptions { get; } = [];

    /// <summary>What the record says and the network does not use, sentences.</summary>
    public List<string> Unused { get; } = [];

    /// <summary>Total width of <see cref="Verge"/>, m.</summary>
    public double VergeM => Verge.Sum(v => v.WidthM);

    /// <summary>Replaces a lane.</summary>
    public void Change(string id, Func<Lane, Lane> change)
    {
        int index = Lanes.FindIndex(l => l.Id == id);
        Lanes[index] = change(Lanes[index]);
    }

    /// <summary>Joins two lanes.</summary>
    public void Link(string from, string to)
    {
        Change(from, l => l with { Successors = [.. l.Successors, to] });
        Change(to, l => l with { Predecessors = [.. l.Predecessors, from] });
    }

    /// <summary>The finished network.</summary>
    public CrashRoad ToRoad() => new()
    {
        Map = new RoadMap
        {
            Name = Record.Id,
            Lanes = Lanes,
            Junctions = Junctions,
            Signals = Signals,
            StopLines = StopLines,
            Crosswalks = Crosswalks,
        },
        Legs = Legs,
        JunctionArea = Area,
        Assumptions = Assumptions,
        Unused = Unused,
    };
}
