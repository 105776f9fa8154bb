using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Sim.Plugins.CrashReports.Records;

/// <summary>Walks through all leaves of a record, in the order of its byte form. Pure and thread-safe.</summary>
public static class RecordLeaves
{
    /// <summary>All leaves, those that are unknown included.</summary>
    public static IEnumerable<RecordLeaf> Of(CrashRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        yield return Leaf("environment/weather", record.Environment.Weather);
        yield return Leaf("environment/lighting", record.Environment.Lighting);
        yield return Leaf("environment/surface", record.Environment.Surface);
        yield return Leaf("road/topology", record.Road.Topology);
        yield return Leaf("road/junction", record.Road.Junction);
        yield return Leaf("road/max_lanes", record.Road.MaxLanes);
        yield return Leaf("road/speed_limits_kmh", record.Road.SpeedLimitsKmh);
        foreach (var leaf in record.Road.Legs.SelectMany(Leg).Concat(record.Actors.SelectMany(Actor)).Concat(record.Impacts.SelectMany(Impact)))
        {
            yield return leaf;
        }

        yield return Leaf("crash_class", record.CrashClass);
        yield return Leaf("severity", record.Severity);
    }

    private static IEnumerable<RecordLeaf> Leg(LegRecord leg)
    {
        string at = $"road/legs/{leg.Id}/";
        yield return Leaf(at + "heading_deg", leg.HeadingDeg);
        yield return Leaf(at + "lanes_in", leg.LanesIn);
        yield return Leaf(at + "lanes_out", leg.LanesOut);
        yield return Leaf(at + "one_way", leg.OneWay);
        yield return Leaf(at + "divided", leg.Divided);
        yield return Leaf(at + "driveway", leg.Driveway);
        yield return Leaf(at + "speed_limit_kmh", leg.SpeedLimitKmh);
        yield return Leaf(at + "control", leg.Control);
        yield return Leaf(at + "grade_percent", leg.GradePercent);
        yield return Leaf(at + "alignment", leg.Alignment);
        yield return Leaf(at + "radius_m", leg.RadiusM);
    }

    private static IEnumerable<RecordLeaf> Actor(ActorRecord actor)
    {
        string at = $"actors/{actor.Id}/";
        yield return Leaf(at + "type", actor.Type);
        yield return Leaf(at + "description", actor.Description);
        yield return Leaf(at + "leg", actor.Leg);
        yield return Leaf(at + "lane_from_right", actor.LaneFromRight);
        yield return Leaf(at + "heading_deg", actor.HeadingDeg);
        yield return Leaf(at + "speed_kmh", actor.SpeedKmh);
        yield return Leaf(at + "speed_relation", actor.SpeedRelation);
        yield return Leaf(at + "movement", actor.Movement);
        for (int i = 0; i < actor.Actions.Count; i++)
        {
            string action = string.Create(CultureInfo.InvariantCulture, $"{at}actions/{i + 1}/");
            yield return Leaf(action + "kind", actor.Actions[i].Kind);
            yield return Leaf(action + "target_lane", actor.Actions[i].TargetLane);
        }

        yield return Leaf(at + "right_of_way", actor.RightOfWay);
        yield return Leaf(at + "avoidance", actor.Avoidance);
        yield return Leaf(at + "emerges_from", actor.EmergesFrom);
        yield return Leaf(at + "final_position", actor.FinalPosition);
    }

    private static IEnumerable<RecordLeaf> Impact(ImpactRecord impact)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"impacts/{impact.Order}/");
        yield return Leaf(at + "a/plane", impact.A.Plane);
        yield return Leaf(at + "a/corner", impact.A.Corner);
        yield return Leaf(at + "b/plane", impact.B.Plane);
        yield return Leaf(at + "b/corner", impact.B.Corner);
        yield return Leaf(at + "striking", impact.Striking);
    }

    private static RecordLeaf Leaf<T>(string path, Leaf<T> leaf) => new(path, Text(leaf.Value), leaf.Status, leaf.Confidence, leaf.Evidence, leaf.Why);

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        Enum member => Word(member),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(" | ", list.Cast<object?>().Select(Text)),
        _ => throw new ArgumentException($"a leaf holds {value.GetType().Name}, which has no text", nameof(value)),
    };

    // Unknown is no value.
    private static string Word(Enum member) => member.ToString() is "Unknown" ? "" : JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());
}
