using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Walks the leaves of a record under their paths ("actors/V1/heading_deg", "road/legs/northbound/lanes_in", "impacts/1/a/plane"). Thread-safe.</summary>
internal static class LeafMap
{
    /// <summary>What is done with each leaf.</summary>
    public interface IVisitor
    {
        /// <summary>Sees a leaf of one value and gives the leaf to keep.</summary>
        Leaf<T> One<T>(string path, Leaf<T> leaf);

        /// <summary>Sees a leaf of a set and gives the leaf to keep.</summary>
        Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf);
    }

    /// <summary>The record with one leaf dropped to unknown.</summary>
    public static CrashRecord Drop(CrashRecord record, string path) => Map(record, new Dropper(path));

    /// <summary>The record with another leaf at a path.</summary>
    public static CrashRecord Replace<T>(CrashRecord record, string path, Leaf<T> leaf) => Map(record, new Replacer<T>(path, leaf));

    /// <summary>The record with one actor changed.</summary>
    public static CrashRecord WithActor(CrashRecord record, string id, Func<ActorRecord, ActorRecord> change) =>
        record with { Actors = [.. record.Actors.Select(actor => actor.Id == id ? change(actor) : actor)] };

    /// <summary>Walks a record in the order of its schema and gives the record with the leaves that the visitor keeps.</summary>
    public static CrashRecord Map(CrashRecord record, IVisitor visitor) => record with
    {
        Environment = record.Environment with
        {
            Weather = visitor.Many("environment/weather", record.Environment.Weather),
            Lighting = visitor.One("environment/lighting", record.Environment.Lighting),
            Surface = visitor.One("environment/surface", record.Environment.Surface),
        },
        Road = record.Road with
        {
            Topology = visitor.One("road/topology", record.Road.Topology),
            Junction = visitor.One("road/junction", record.Road.Junction),
            Legs = [.. record.Road.Legs.Select(leg => Map(leg, $"road/legs/{leg.Id}/", visitor))],
            MaxLanes = visitor.One("road/max_lanes", record.Road.MaxLanes),
            SpeedLimitsKmh = visitor.Many("road/speed_limits_kmh", record.Road.SpeedLimitsKmh),
        },
        Actors = [.. record.Actors.Select(actor => Map(actor, $"actors/{actor.Id}/", visitor))],
        Impacts = [.. record.Impacts.Select(impact => Map(impact, FormattableString.Invariant($"impacts/{impact.Order}/"), visitor))],
        CrashClass = visitor.One("crash_class", record.CrashClass),
        Severity = visitor.One("severity", record.Severity),
    };

    private static LegRecord Map(LegRecord leg, string at, IVisitor visitor) => leg with
    {
        HeadingDeg = visitor.One(at + "heading_deg", leg.HeadingDeg),
        LanesIn = visitor.One(at + "lanes_in", leg.LanesIn),
        LanesOut = visitor.One(at + "lanes_out", leg.LanesOut),
        OneWay = visitor.One(at + "one_way", leg.OneWay),
        Divided = visitor.One(at + "divided", leg.Divided),
        Driveway = visitor.One(at + "driveway", leg.Driveway),
        SpeedLimitKmh = visitor.One(at + "speed_limit_kmh", leg.SpeedLimitKmh),
        Control = visitor.Many(at + "control", leg.Control),
        GradePercent = visitor.One(at + "grade_percent", leg.GradePercent),
        Alignment = visitor.One(at + "alignment", leg.Alignment),
        RadiusM = visitor.One(at + "radius_m", leg.RadiusM),
    };

    private static ActorRecord Map(ActorRecord actor, string at, IVisitor visitor) => actor with
    {
        Type = visitor.One(at + "type", actor.Type),
        Description = visitor.One(at + "description", actor.Description),
        Leg = visitor.One(at + "leg", actor.Leg),
        LaneFromRight = visitor.One(at + "lane_from_right", actor.LaneFromRight),
        HeadingDeg = visitor.One(at + "heading_deg", actor.HeadingDeg),
        SpeedKmh = visitor.One(at + "speed_kmh", actor.SpeedKmh),
        SpeedRelation = visitor.One(at + "speed_relation", actor.SpeedRelation),
        Movement = visitor.One(at + "movement", actor.Movement),
        Actions = [.. actor.Actions.Select((action, i) => Map(action, FormattableString.Invariant($"{at}actions/{i + 1}/"), visitor))],
        RightOfWay = visitor.One(at + "right_of_way", actor.RightOfWay),
        Avoidance = visitor.Many(at + "avoidance", actor.Avoidance),
        EmergesFrom = visitor.One(at + "emerges_from", actor.EmergesFrom),
        FinalPosition = visitor.One(at + "final_position", actor.FinalPosition),
    };

    private static ActionRecord Map(ActionRecord action, string at, IVisitor visitor) => action with
    {
        Kind = visitor.One(at + "kind", action.Kind),
        TargetLane = visitor.One(at + "target_lane", action.TargetLane),
    };

    private static ImpactRecord Map(ImpactRecord impact, string at, IVisitor visitor) => impact with
    {
        A = Map(impact.A, at + "a/", visitor),
        B = Map(impact.B, at + "b/", visitor),
        Striking = visitor.One(at + "striking", impact.Striking),
    };

    private static ContactRecord Map(ContactRecord contact, string at, IVisitor visitor) => contact with
    {
        Plane = visitor.One(at + "plane", contact.Plane),
        Corner = visitor.One(at + "corner", contact.Corner),
    };

    private sealed class Dropper(string target) : IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf) => path == target ? Leaf.Unknown<T>(default!) : leaf;

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf) => path == target ? Leaf.Unknown<IReadOnlyList<T>>([]) : leaf;
    }

    private sealed class Replacer<TValue>(string target, Leaf<TValue> value) : IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf) => path == target ? (Leaf<T>)(object)value : leaf;

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf) => path == target ? (Leaf<IReadOnlyList<T>>)(object)value : leaf;
    }
}
