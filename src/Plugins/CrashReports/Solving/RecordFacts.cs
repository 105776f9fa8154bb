using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Lists what a completed record knows, leaf by leaf, and what of it no scenario uses. Pure.</summary>
internal static class RecordFacts
{
    /// <summary>Every leaf with a value: path, value, status, quote.</summary>
    public static IReadOnlyList<SourceFact> Of(CrashRecord record)
    {
        var facts = new List<SourceFact>();
        Add(facts, "environment/weather", record.Environment.Weather, List);
        Add(facts, "environment/lighting", record.Environment.Lighting, Words.Of);
        Add(facts, "environment/surface", record.Environment.Surface, Words.Of);
        Add(facts, "road/topology", record.Road.Topology, Words.Of);
        Add(facts, "road/junction", record.Road.Junction, Words.Of);
        Add(facts, "road/max_lanes", record.Road.MaxLanes, Number);
        Add(facts, "road/speed_limits_kmh", record.Road.SpeedLimitsKmh, v => string.Join(", ", v.Select(x => Number(x))));
        foreach (var leg in record.Road.Legs)
        {
            string at = $"road/legs/{leg.Id}/";
            Add(facts, at + "heading_deg", leg.HeadingDeg, Number);
            Add(facts, at + "lanes_in", leg.LanesIn, Number);
            Add(facts, at + "lanes_out", leg.LanesOut, Number);
            Add(facts, at + "one_way", leg.OneWay, Truth);
            Add(facts, at + "divided", leg.Divided, Truth);
            Add(facts, at + "driveway", leg.Driveway, Truth);
            Add(facts, at + "speed_limit_kmh", leg.SpeedLimitKmh, Number);
            Add(facts, at + "control", leg.Control, List);
            Add(facts, at + "grade_percent", leg.GradePercent, Number);
            Add(facts, at + "alignment", leg.Alignment, Words.Of);
            Add(facts, at + "radius_m", leg.RadiusM, Number);
        }

        foreach (var actor in record.Actors)
        {
            string at = $"actors/{actor.Id}/";
            Add(facts, at + "type", actor.Type, Words.Of);
            Add(facts, at + "description", actor.Description, v => v ?? "");
            Add(facts, at + "leg", actor.Leg, v => v ?? "");
            Add(facts, at + "lane_from_right", actor.LaneFromRight, Number);
            Add(facts, at + "heading_deg", actor.HeadingDeg, Number);
            Add(facts, at + "speed_kmh", actor.SpeedKmh, Number);
            Add(facts, at + "speed_relation", actor.SpeedRelation, Words.Of);
            Add(facts, at + "movement", actor.Movement, Words.Of);
            for (int i = 0; i < actor.Actions.Count; i++)
            {
                var action = actor.Actions[i];
                Add(facts, $"{at}actions/{i + 1}", action.Kind, v => Words.Of(v) + (action.Executed ? "" : " (not done)") + (action.BeforeImpact ? "" : " (after the impact)"));
            }

            Add(facts, at + "right_of_way", actor.RightOfWay, Words.Of);
            Add(facts, at + "avoidance", actor.Avoidance, List);
            Add(facts, at + "emerges_from", actor.EmergesFrom, v => v ?? "");
            Add(facts, at + "final_position", actor.FinalPosition, v => v ?? "");
        }

        foreach (var impact in record.Impacts)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"impacts/{impact.Order}/");
            foreach (var (side, contact) in new[] { ("a", impact.A), ("b", impact.B) })
            {
                Add(facts, $"{at}{side}/{contact.Actor ?? contact.Obstacle}/plane", contact.Plane, Words.Of);
                Add(facts, $"{at}{side}/{contact.Actor ?? contact.Obstacle}/corner", contact.Corner, Words.Of);
            }

            Add(facts, at + "striking", impact.Striking, v => v ?? "");
        }

        Add(facts, "crash_class", record.CrashClass, Words.Of);
        Add(facts, "severity", record.Severity, v => v ?? "");
        return facts;
    }

    /// <summary>What the text says and no scenario of this solver uses, sentences.</summary>
    public static IEnumerable<string> Unused(CrashRecord record, IReadOnlyCollection<string> actorsInScene)
    {
        foreach (var actor in record.Actors)
        {
            if (Known(actor.RightOfWay))
            {
                yield return $"right of way of {actor.Id}: {Words.Of(actor.RightOfWay.Value)} (motions follow from the actions, not from the duty to wait)";
            }

            if (Known(actor.FinalPosition))
            {
                yield return $"final position of {actor.Id}: motion after the first contact is not solved for";
            }

            if (Known(actor.Description))
            {
                yield return $"make and model of {actor.Id}: the box is that of its type";
            }

            foreach (var way in actor.Avoidance.Value.Where(w => w is Avoidance.SteerLeft or Avoidance.SteerRight or Avoidance.Accelerate))
            {
                yield return $"{actor.Id} {Words.Of(way).Replace('_', ' ')} to avoid the crash: not drawn, so that the told sides touch";
            }

            if (actor.Actions.Any(a => a is { BeforeImpact: false, Executed: true }))
            {
                yield return $"what {actor.Id} did after the first contact";
            }
        }

        foreach (var impact in record.Impacts.OrderBy(i => i.Order).Skip(1))
        {
            string other = impact.B.Actor ?? impact.B.Obstacle ?? "an object";
            bool there = impact.B.Actor is { } id && actorsInScene.Contains(id);
            yield return string.Create(CultureInfo.InvariantCulture, $"contact {impact.Order} of {impact.A.Actor} with {other}: {(there ? $"{other} stands in its way, the push of the first contact is not simulated" : "it follows from the push of the first contact, which is not simulated")}");
        }

        if (Known(record.Severity))
        {
            yield return $"severity: {record.Severity.Value}";
        }
    }

    private static bool Known<T>(Leaf<T> leaf) => leaf.Status is LeafStatus.Stated or LeafStatus.Derived;

    private static void Add<T>(List<SourceFact> facts, string name, Leaf<T> leaf, Func<T, string> text)
    {
        if (leaf.Status != LeafStatus.Unknown)
        {
            facts.Add(new SourceFact(name, text(leaf.Value), Words.Of(leaf.Status), leaf.Evidence?.Quote ?? ""));
        }
    }

    private static string List<T>(IReadOnlyList<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(v => Words.Of(v)));

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static string Truth(bool? value) => value switch { true => "yes", false => "no", _ => "" };
}
