using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// Makes a record of a report's labels: what an extractor would read if it made no mistake. With it the reconstruction is measured alone
/// (<c>extractor: labels</c>). Labels hold no headings: those of the class and the sides are derived. Pure.
/// </summary>
internal static class LabelRecords
{
    private const string Why = "label of the survey";

    /// <summary>The record.</summary>
    public static CrashRecord Of(string id, ReportLabels labels)
    {
        var kind = Word<CrashClass>(labels.CrashClass);
        var headings = Headings(labels, kind);
        var actors = labels.Vehicles.Select(v => Actor(v.Key, v.Value, headings.GetValueOrDefault(v.Key, 0.0), v.Key != headings.Keys.First(), kind, labels)).ToList();
        return new CrashRecord
        {
            Id = id,
            TextSha256 = new string('0', 64),
            Extractor = "labels 1",
            Environment = new EnvironmentRecord
            {
                Weather = Leaf.Derived<IReadOnlyList<Weather>>([.. labels.Weather.Select(Word<Weather>)], null, Why),
                Lighting = Known(labels.Lighting.Count > 0 ? Word<Lighting>(labels.Lighting[0]) : Lighting.Unknown),
                Surface = Known(labels.Surface.Count > 0 ? Word<Surface>(labels.Surface[0]) : Surface.Unknown),
            },
            Road = Road(labels, headings),
            Actors = actors,
            Impacts = Impacts(labels),
            CrashClass = Known(kind),
        };
    }

    private static RoadRecord Road(ReportLabels labels, SortedDictionary<string, double> headings)
    {
        bool driveway = labels.Junction.Contains("driveway"), ramp = labels.Junction.Contains("ramp"), crossing = labels.Junction.Contains("intersection");
        var topology = labels.RoadGroup switch
        {
            "four_way" => Topology.FourWay,
            "t_junction" => Topology.TJunction,
            _ => labels.Curve == true ? Topology.Curve : Topology.Straight,
        };
        if (driveway && topology is Topology.Straight or Topology.Curve)
        {
            topology = Topology.Driveway;
        }

        var legs = new List<LegRecord>();
        foreach (var (vehicle, heading) in headings)
        {
            var own = labels.Vehicles[vehicle];
            if (legs.Any(l => l.HeadingDeg.Value == heading))
            {
                continue;
            }

            int lanes = own.Lanes ?? labels.MaxLanes ?? 2;
            bool divided = labels.Divided == true;
            legs.Add(new LegRecord
            {
                Id = heading switch { 0 => "northbound", 90 => "eastbound", 180 => "southbound", _ => "westbound" },
                HeadingDeg = Leaf.Derived<double?>(heading, null, Why),
                LanesIn = Leaf.Derived<int?>(Math.Max(divided || labels.OneWay == true ? lanes : (lanes + 1) / 2, own.LaneFromRight ?? 1), null, Why),
                Divided = Leaf.Derived<bool?>(divided, null, Why),
                OneWay = labels.OneWay is { } oneWay ? Leaf.Derived<bool?>(oneWay, null, Why) : Leaf.Unknown<bool?>(null),
                SpeedLimitKmh = own.SpeedLimitKmh is { } limit ? Leaf.Derived<double?>(limit, null, Why) : Leaf.Unknown<double?>(null),
                Alignment = Known(labels.Curve == true && !crossing ? Alignment.Curve : Alignment.Straight),
            });
        }

        return new RoadRecord
        {
            Topology = Known(topology),
            Junction = Known(crossing ? JunctionKind.Intersection : driveway ? JunctionKind.Driveway : ramp ? JunctionKind.Ramp : JunctionKind.None),
            Legs = legs,
            MaxLanes = labels.MaxLanes is { } most ? Leaf.Derived<int?>(most, null, Why) : Leaf.Unknown<int?>(null),
        };
    }

    private static ActorRecord Actor(string id, VehicleLabels labels, double heading, bool guessed, CrashClass kind, ReportLabels report)
    {
        var actions = new List<ActionRecord>();
        void Did(ActionKind action) => actions.Add(new ActionRecord { Kind = Leaf.Derived(action, null, Why) });
        if (labels.PreEventMovement is "stopped" or "starting")
        {
            Did(ActionKind.Stop);
        }

        switch (labels.Manoeuvre)
        {
            case "turn_left": Did(ActionKind.TurnLeft); break;
            case "turn_right": Did(ActionKind.TurnRight); break;
            case "u_turn": Did(ActionKind.UTurn); break;
            case "change_lane" or "changing_lanes": Did(ActionKind.ChangeLaneLeft); break;
            case "merge" or "merging": Did(ActionKind.Merge); break;
            case "overtaking": Did(ActionKind.Overtake); break;
            case "leaving_parking": Did(ActionKind.EnterRoad); break;
            case "drift_out_of_lane": Did(kind is CrashClass.HeadOn or CrashClass.Sideswipe && report.RoadGroup == "no_junction" ? ActionKind.CrossCentre : ActionKind.DriftOutOfLane); break;
            case "depart_road": Did(ActionKind.DepartRoad); break;
            case "straight_from_stop": Did(ActionKind.StartFromStop); Did(ActionKind.CrossStraight); break;
            case "decelerating": Did(ActionKind.Decelerate); break;
            case "stopped": break;
            default: Did(kind is CrashClass.StraightPaths ? ActionKind.CrossStraight : ActionKind.Follow); break;
        }

        return new ActorRecord
        {
            Id = id,
            Type = Known(Word<ActorType>(labels.Type)),
            HeadingDeg = guessed ? Leaf.Assumed<double?>(heading, "labels hold no headings: that of the class and the sides") : Leaf.Derived<double?>(heading, null, Why),
            LaneFromRight = labels.LaneFromRight is { } lane ? Leaf.Derived<int?>(lane, null, Why) : Leaf.Unknown<int?>(null),
            Movement = Known(Word<Movement>(labels.PreEventMovement)),
            RightOfWay = Known(labels.RightOfWay switch { "yes" => RightOfWay.Yes, "no" => RightOfWay.No, _ => RightOfWay.Unknown }),
            Actions = actions,
        };
    }

    private static List<ImpactRecord> Impacts(ReportLabels labels)
    {
        var areas = labels.FirstImpact.ContactArea;
        var ids = areas.Keys.Order(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        ContactRecord Side(string id) => new() { Actor = id, Plane = Known(Word<ContactPlane>(areas[id])) };
        var other = ids.Count > 1 ? Side(ids[1]) : new ContactRecord { Obstacle = labels.FirstImpact.Object ?? "object" };
        return [new ImpactRecord { Order = 1, A = Side(ids[0]), B = other, Striking = labels.FirstImpact.StrikingVehicle is { } s ? Leaf.Derived<string?>(s, null, Why) : Leaf.Unknown<string?>(null) }];
    }

    // The first vehicle goes north; the other as the class and the sides tell.
    private static SortedDictionary<string, double> Headings(ReportLabels labels, CrashClass kind)
    {
        var headings = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var ids = labels.Vehicles.Keys.Order(StringComparer.Ordinal).ToList();
        for (int i = 0; i < ids.Count; i++)
        {
            headings[ids[i]] = 0;
        }

        if (ids.Count < 2)
        {
            return headings;
        }

        string own = labels.FirstImpact.ContactArea.GetValueOrDefault(ids[0]) ?? "", other = labels.FirstImpact.ContactArea.GetValueOrDefault(ids[1]) ?? "";
        bool firstTurns = labels.Vehicles[ids[0]].Manoeuvre is "turn_left" or "turn_right", secondTurns = labels.Vehicles[ids[1]].Manoeuvre is "turn_left" or "turn_right";
        headings[ids[1]] = kind switch
        {
            CrashClass.TurnAcrossPath when labels.Vehicles.Values.Any(v => v.Manoeuvre is "turn_right" or "leaving_parking") => 0,
            CrashClass.HeadOn or CrashClass.TurnAcrossPath => 180,
            CrashClass.Sideswipe when labels.Vehicles.Values.Any(v => v.Manoeuvre is "drift_out_of_lane" or "turn_left") => 180,
            CrashClass.StraightPaths => own == "left" ? 90 : own == "right" ? 270 : other == "left" ? 270 : 90,
            // Hit at the left side of a left turn out of a crossing way: the other comes from the turner's left.
            CrashClass.TurnIntoPath when firstTurns => own == "right" ? 270 : 90,
            CrashClass.TurnIntoPath when secondTurns => other == "right" ? 90 : 270,
            CrashClass.TurnIntoPath => 270,
            _ => 0,
        };
        return headings;
    }

    private static Leaf<T> Known<T>(T value)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default) ? Leaf.Unknown(value) : Leaf.Derived(value, null, Why);

    private static T Word<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : default;
}
