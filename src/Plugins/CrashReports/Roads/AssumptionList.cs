using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>The assumed leaves of a record with their paths. Pure.</summary>
internal static class AssumptionList
{
    /// <summary>Path and reason, in the record's order.</summary>
    public static IReadOnlyList<(string Path, string Why)> Of(CrashRecord record)
    {
        var found = new List<(string, string)>();
        void Add<T>(string path, Leaf<T> leaf)
        {
            if (leaf.Status == LeafStatus.Assumed)
            {
                found.Add((path, leaf.Why));
            }
        }

        Add("environment/weather", record.Environment.Weather);
        Add("environment/lighting", record.Environment.Lighting);
        Add("environment/surface", record.Environment.Surface);
        Add("road/topology", record.Road.Topology);
        Add("road/junction", record.Road.Junction);
        foreach (var leg in record.Road.Legs)
        {
            string at = $"road/legs/{leg.Id}";
            Add($"{at}/heading_deg", leg.HeadingDeg);
            Add($"{at}/lanes_in", leg.LanesIn);
            Add($"{at}/lanes_out", leg.LanesOut);
            Add($"{at}/one_way", leg.OneWay);
            Add($"{at}/divided", leg.Divided);
            Add($"{at}/driveway", leg.Driveway);
            Add($"{at}/speed_limit_kmh", leg.SpeedLimitKmh);
            Add($"{at}/control", leg.Control);
            Add($"{at}/grade_percent", leg.GradePercent);
            Add($"{at}/alignment", leg.Alignment);
            Add($"{at}/radius_m", leg.RadiusM);
        }

        foreach (var actor in record.Actors)
        {
            string at = $"actors/{actor.Id}";
            Add($"{at}/type", actor.Type);
            Add($"{at}/leg", actor.Leg);
            Add($"{at}/lane_from_right", actor.LaneFromRight);
            Add($"{at}/heading_deg", actor.HeadingDeg);
            Add($"{at}/speed_kmh", actor.SpeedKmh);
            Add($"{at}/speed_relation", actor.SpeedRelation);
            Add($"{at}/movement", actor.Movement);
            for (int i = 0; i < actor.Actions.Count; i++)
            {
                Add(FormattableString.Invariant($"{at}/actions/{i + 1}/kind"), actor.Actions[i].Kind);
                Add(FormattableString.Invariant($"{at}/actions/{i + 1}/target_lane"), actor.Actions[i].TargetLane);
            }

            Add($"{at}/right_of_way", actor.RightOfWay);
            Add($"{at}/avoidance", actor.Avoidance);
        }

        foreach (var impact in record.Impacts)
        {
            string at = FormattableString.Invariant($"impacts/{impact.Order}");
            Add($"{at}/a/plane", impact.A.Plane);
            Add($"{at}/b/plane", impact.B.Plane);
            Add($"{at}/striking", impact.Striking);
        }

        Add("crash_class", record.CrashClass);
        return found;
    }
}
