namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>The fields that are scored and the bars of specification of scenario generation §13, G1.</summary>
internal static class ExtractionBars
{
    /// <summary>Field, group of the macro mean, bar of the extractor that needs no model, bar of the one that asks a model; null without a bar.</summary>
    public static IReadOnlyList<(string Name, string Group, double? Rules, double? Llm)> Fields { get; } =
    [
        ("speed_limit", "road", 0.88, 0.93),
        ("weather", "environment", 0.92, 0.95),
        ("lighting", "environment", 0.93, 0.95),
        ("surface", "environment", 0.90, 0.93),
        ("max_lanes", "road", 0.85, 0.90),
        ("road_group", "road", 0.95, 0.97),
        ("curve", "road", 0.85, 0.90),
        ("divided", "road", 0.85, 0.90),
        ("one_way", "road", 0.85, 0.90),
        ("traffic_control", "road", 0.75, 0.85),
        ("vehicle_type", "actors", 0.92, 0.95),
        ("manoeuvre", "actors", 0.80, 0.88),
        ("contact_plane", "actors", 0.72, 0.88),
        ("contact_plane_answered", "", 0.93, 0.93),
        ("striking_vehicle", "actors", 0.75, 0.90),
        ("crash_class", "actors", 0.70, 0.82),
        ("unknown_where_silent", "", 0.90, 0.90),
        ("evidence_literal", "", 1.00, 1.00),
        ("junction", "", null, null),
        ("vehicle_count", "", null, null),
        ("contact_planes_together", "", null, null),
        ("pre_event_movement", "", null, null),
        ("right_of_way", "", null, null),
        ("lane_from_right", "", null, null),
        ("vehicle_speed_limit", "", null, null),
        ("vehicle_lanes", "", null, null),
    ];

    /// <summary>The bar of a field, or null.</summary>
    public static double? Of(string field, bool llm)
    {
        var (_, _, rules, model) = Fields.First(f => f.Name == field);
        return llm ? model : rules;
    }
}
