using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// Maps a record onto the labels of the survey, by the rules of <c>docs/crash-reports/labels.md</c>, which are those of the data set's description as
/// far as a record can follow them. Pure.
/// </summary>
internal static class LabelProjection
{
    /// <summary>The word for what a record does not say.</summary>
    public const string Unknown = "unknown";

    /// <summary>A side that a record holds with less confidence is a guess for the scenario, not an answer.</summary>
    public const double LeastConfidence = 0.5;

    /// <summary>Projects.</summary>
    public static ReportLabels Project(CrashRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var vehicles = new SortedDictionary<string, VehicleLabels>(StringComparer.Ordinal);
        foreach (var actor in record.Actors)
        {
            if (IsVehicle(actor))
            {
                vehicles[actor.Id] = Vehicle(record, actor);
            }
        }

        var legs = record.Road.Legs;

        // A report that tells of its road tells what is special about it: a road not said to be divided, one-way or curved is not.
        bool road = legs.Count > 0 || record.Road.Topology.Value != Topology.Unknown;
        return new ReportLabels
        {
            Weather = Words(record.Environment.Weather.Value, Records.Weather.Unknown),
            Lighting = Words([record.Environment.Lighting.Value], Lighting.Unknown),
            Surface = Words([record.Environment.Surface.Value], Surface.Unknown),
            SpeedLimitKmh = [.. record.Road.SpeedLimitsKmh.Value.Select(Whole).Distinct().Order()],
            MaxLanes = record.Road.MaxLanes.Value is { } lanes ? Math.Min(lanes, 7) : null,
            Junction = record.Road.Junction.Value == JunctionKind.Unknown ? [] : [Word(record.Road.Junction.Value)],
            RoadGroup = RoadGroup(record.Road),
            Divided = road ? legs.Any(l => l.Divided.Value == true) : null,
            OneWay = road ? legs.Any(l => l.OneWay.Value == true) : null,
            Curve = road ? record.Road.Topology.Value == Topology.Curve
                || legs.Any(l => l.Alignment.Value is Alignment.Curve or Alignment.CurveLeft or Alignment.CurveRight || l.RadiusM.Value is not null) : null,
            VehicleCount = vehicles.Count,
            CrashClass = Word(record.CrashClass.Value),
            Vehicles = vehicles,
            FirstImpact = FirstImpact(record),
        };
    }

    /// <summary>What a vehicle did: the first rule of the data set's description that fits the record.</summary>
    public static string Manoeuvre(CrashRecord record, ActorRecord actor)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(actor);
        var done = actor.Actions.Where(a => a.Executed && a.BeforeImpact).Select(a => a.Kind.Value).ToList();
        bool Did(ActionKind kind) => done.Contains(kind);
        var movement = actor.Movement.Value;
        return movement switch
        {
            Movement.TurningLeft or Movement.UTurn => "turn_left",
            Movement.TurningRight => "turn_right",
            Movement.ChangingLanes => "change_lane",
            Movement.Merging => "change_lane",
            Movement.Overtaking => "overtaking",
            Movement.LeavingParking => "leaving_parking",
            _ when done.FirstOrDefault(a => a is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn) is var turn and not ActionKind.Unknown =>
                turn == ActionKind.TurnRight ? "turn_right" : "turn_left",
            _ when Did(ActionKind.ChangeLaneLeft) || Did(ActionKind.ChangeLaneRight) => "change_lane",
            _ when LeavesItsLane(record) && (Did(ActionKind.DriftOutOfLane) || Did(ActionKind.CrossCentre)) => "drift_out_of_lane",
            _ when TakesPart(record, actor) && (record.CrashClass.Value == CrashClass.RoadDeparture || (record.CrashClass.Value == CrashClass.Unknown && Did(ActionKind.DepartRoad))) => "depart_road",
            Movement.Stopped or Movement.ParkedOrDisabled => Did(ActionKind.StartFromStop) || Did(ActionKind.CrossStraight) ? "straight_from_stop" : "stopped",
            Movement.Decelerating => "decelerating",
            _ when movement != Movement.Unknown || done.Count > 0 || TakesPart(record, actor) => "straight",
            _ => Unknown,
        };
    }

    // A "lateral move" is coded in crashes of opposite and of parallel directions only; in the others the same motion is an attempt to avoid.
    private static bool LeavesItsLane(CrashRecord record) =>
        record.CrashClass.Value is CrashClass.HeadOn or CrashClass.Sideswipe or CrashClass.Unknown;

    // In the first harmful event, or in a record that tells of none.
    private static bool TakesPart(CrashRecord record, ActorRecord actor) =>
        record.Impacts.OrderBy(i => i.Order).FirstOrDefault() is not { } first ? actor.Type.Value != ActorType.Unknown && record.CrashClass.Value != CrashClass.Unknown
        : first.A.Actor == actor.Id || first.B.Actor == actor.Id;

    private static bool IsVehicle(ActorRecord actor) =>
        actor.Id.StartsWith('V') && actor.Type.Value is not (ActorType.Pedestrian or ActorType.Animal or ActorType.Bicycle);

    private static VehicleLabels Vehicle(CrashRecord record, ActorRecord actor)
    {
        var leg = record.Road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value);
        var limits = record.Road.SpeedLimitsKmh.Value;
        return new VehicleLabels
        {
            Type = Word(actor.Type.Value),
            PreEventMovement = Word(actor.Movement.Value),
            Manoeuvre = Manoeuvre(record, actor),
            LaneFromRight = actor.LaneFromRight.Value,
            SpeedLimitKmh = leg?.SpeedLimitKmh.Value is { } limit ? Whole(limit) : limits.Count == 1 ? Whole(limits[0]) : null,
            Lanes = Lanes(record, leg),
            TrafficControl = Control(leg),
            RightOfWay = actor.RightOfWay.Value == RightOfWay.NotApplicable ? "not applicable" : Word(actor.RightOfWay.Value),
        };
    }

    private static int? Lanes(CrashRecord record, LegRecord? leg)
    {
        if (leg?.LanesIn.Value is not { } own)
        {
            return record.Road.MaxLanes.Value is { } most ? Math.Min(most, 7) : null;
        }

        if (leg.Divided.Value == true || leg.OneWay.Value == true)
        {
            return own;
        }

        int? back = leg.LanesOut.Value;
        if (leg.HeadingDeg.Value is { } heading)
        {
            back = record.Road.Legs.FirstOrDefault(l => l.HeadingDeg.Value is { } other && Math.Abs(Math.Abs(other - heading) - 180) < 1)?.LanesIn.Value ?? back;
        }

        return back is { } count ? Math.Min(own + count, 7) : record.Road.MaxLanes.Value ?? own;
    }

    private static IReadOnlyList<string> Control(LegRecord? leg)
    {
        var found = new List<string>();
        foreach (var control in leg?.Control.Value ?? [])
        {
            string word = control switch
            {
                Records.Control.Unknown or Records.Control.None => "",
                Records.Control.Stop => "stop_sign",
                Records.Control.Yield => "yield_sign",
                Records.Control.Officer => "other",
                _ => Word(control),
            };
            if (word.Length > 0 && !found.Contains(word))
            {
                found.Add(word);
            }
        }

        return found.Count == 0 ? ["none"] : [.. found.Order(StringComparer.Ordinal)];
    }

    private static string RoadGroup(RoadRecord road) => road.Topology.Value switch
    {
        Topology.FourWay or Topology.Roundabout => "four_way",
        Topology.TJunction or Topology.YJunction => "t_junction",
        Topology.Straight or Topology.Curve or Topology.Driveway or Topology.RampMerge => "no_junction",
        _ when road.Junction.Value is JunctionKind.None or JunctionKind.Driveway or JunctionKind.Ramp => "no_junction",
        _ => Unknown,
    };

    private static FirstImpactLabels FirstImpact(CrashRecord record)
    {
        var first = record.Impacts.OrderBy(i => i.Order).FirstOrDefault();
        if (first is null)
        {
            return new FirstImpactLabels();
        }

        var areas = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var contact in new[] { first.A, first.B })
        {
            if (contact.Actor is { } actor)
            {
                areas[actor] = Answer(contact) == ContactPlane.Unknown ? null : Word(contact.Plane.Value);
            }
        }

        return new FirstImpactLabels { ContactArea = areas, StrikingVehicle = Striking(first), Object = first.B.Obstacle ?? first.A.Obstacle };
    }

    private static ContactPlane Answer(ContactRecord contact) => contact.Plane.Confidence < LeastConfidence ? ContactPlane.Unknown : contact.Plane.Value;

    private static string? Striking(ImpactRecord impact)
    {
        if (impact.A.Actor is null || impact.B.Actor is null)
        {
            return null;
        }

        var (a, b) = (impact.A.Plane.Value, impact.B.Plane.Value);
        return a == ContactPlane.Unknown || b == ContactPlane.Unknown ? impact.Striking.Value
            : (a == ContactPlane.Front) == (b == ContactPlane.Front) ? null
            : a == ContactPlane.Front ? impact.A.Actor : impact.B.Actor;
    }

    private static IReadOnlyList<string> Words<T>(IReadOnlyList<T> values, T unknown)
        where T : struct, Enum =>
        [.. values.Where(v => !EqualityComparer<T>.Default.Equals(v, unknown)).Distinct().Select(Word).Order(StringComparer.Ordinal)];

    private static int Whole(double value) => (int)Math.Round(Math.Clamp(value, 0, 1e6), MidpointRounding.AwayFromZero);

    private static string Word<T>(T value)
        where T : struct, Enum => SettingReader.WordOf(value.ToString()).Replace('-', '_');
}
