using System.Globalization;
using System.Text.Json;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>
/// Reads single values of a record by the paths that the narratives use. Contacts are addressed by actor ("impacts/1/V1/plane") and legs by what is
/// said of any of them ("road/control"), so that the order in which an extractor lists things does not matter.
/// </summary>
internal static class RecordView
{
    /// <summary>Words of a value; empty when it is unknown.</summary>
    public static IReadOnlyList<string> Read(CrashRecord record, string path)
    {
        var parts = path.Split('/');
        return parts switch
        {
            ["environment", "weather" or "weather_not"] => Set(record.Environment.Weather),
            ["environment", "lighting"] => One(record.Environment.Lighting),
            ["environment", "surface"] => One(record.Environment.Surface),
            ["road", "topology"] => One(record.Road.Topology),
            ["road", "junction"] => One(record.Road.Junction),
            ["road", "max_lanes"] => One(record.Road.MaxLanes),
            ["road", "speed_limits_kmh"] => Set(record.Road.SpeedLimitsKmh),
            ["road", "control"] => [.. record.Road.Legs.SelectMany(leg => Set(leg.Control)).Distinct()],
            ["road", "divided"] => Any(record.Road.Legs.Select(leg => leg.Divided)),
            ["road", "one_way"] => Any(record.Road.Legs.Select(leg => leg.OneWay)),
            ["road", "alignment"] => [.. record.Road.Legs.SelectMany(leg => One(leg.Alignment)).Distinct()],
            ["crash_class" or "crash_class_in"] => One(record.CrashClass),
            ["actors", "count"] => [Word(record.Actors.Count)],
            ["impacts", "count"] => [Word(record.Impacts.Count)],
            ["actors", var id, var leaf] => record.Actors.FirstOrDefault(actor => actor.Id == id) is { } actor ? OfActor(record, actor, leaf) : ["no such actor"],
            ["impacts", var order, var leaf] => OfImpact(record, order, leaf),
            ["impacts", var order, var id, "plane"] => Impact(record, order) is { } impact ? PlaneOf(impact, id) : ["no such impact"],
            _ => throw new ArgumentException($"the path {path} is not known", nameof(path)),
        };
    }

    /// <summary>Whether what a record says agrees with what is expected at a path.</summary>
    public static bool Agrees(CrashRecord record, string path, JsonElement expected)
    {
        var found = Read(record, path);
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() == "unknown") return found.Count == 0;
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() == "*") return found is [not "no such actor"];
        string[] wanted = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(Word)] : [Word(expected)];
        return Leaf(path) switch
        {
            "does" => wanted.All(found.Contains),
            "does_not" or "weather_not" => !wanted.Any(found.Contains),
            "crash_class_in" => found.Count == 0 ? wanted.Contains("unknown") : wanted.Contains(found[0]),
            // What is said of one leg does not hide what is said of another.
            "control" or "alignment" => wanted.All(found.Contains),
            "object" => found is [var word] && word.Contains(wanted[0], StringComparison.OrdinalIgnoreCase),
            _ => found.Count == wanted.Length && wanted.All(word => found.Any(other => Same(word, other))),
        };
    }

    /// <summary>Last part of a path, the name of the field.</summary>
    public static string Leaf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static IReadOnlyList<string> OfActor(CrashRecord record, ActorRecord actor, string leaf) => leaf switch
    {
        "type" => One(actor.Type),
        "heading_deg" => One(actor.HeadingDeg),
        "lane_from_right" => One(actor.LaneFromRight),
        "speed_kmh" => One(actor.SpeedKmh),
        "movement" => One(actor.Movement),
        "right_of_way" => One(actor.RightOfWay),
        "avoidance" => Set(actor.Avoidance),
        "emerges_from" => One(actor.EmergesFrom),
        "does" or "does_not" => [.. actor.Actions.Where(action => action.Executed).SelectMany(action => One(action.Kind))],
        "parked" => actor.Movement.Value == Movement.ParkedOrDisabled || actor.Actions.Any(action => action.Executed && action.Kind.Value == ActionKind.Park) ? ["true"] : [],
        "control" => record.Road.Legs.FirstOrDefault(leg => leg.Id == actor.Leg.Value) is { } leg ? Set(leg.Control) : [],
        _ => throw new ArgumentException($"the leaf {leaf} is not known", nameof(leaf)),
    };

    private static IReadOnlyList<string> OfImpact(CrashRecord record, string order, string leaf) => (Impact(record, order), leaf) switch
    {
        (null, _) => ["no such impact"],
        ({ } impact, "striking") => One(impact.Striking),
        ({ } impact, "object") => impact.B.Obstacle is { } word ? [word] : [],
        _ => throw new ArgumentException($"the leaf {leaf} is not known", nameof(leaf)),
    };

    private static ImpactRecord? Impact(CrashRecord record, string order) => record.Impacts.FirstOrDefault(impact => Word(impact.Order) == order);

    private static IReadOnlyList<string> PlaneOf(ImpactRecord impact, string id) =>
        impact.A.Actor == id ? One(impact.A.Plane) : impact.B.Actor == id ? One(impact.B.Plane) : ["no such actor"];

    private static IReadOnlyList<string> One<T>(Leaf<T> leaf) =>
        leaf.Status == LeafStatus.Unknown || leaf.Value is null ? [] : [Word(leaf.Value)];

    private static IReadOnlyList<string> Set<T>(Leaf<IReadOnlyList<T>> leaf) =>
        leaf.Status == LeafStatus.Unknown ? [] : [.. leaf.Value.Select(value => Word(value!))];

    private static IReadOnlyList<string> Any(IEnumerable<Leaf<bool?>> leaves)
    {
        var said = leaves.Where(leaf => leaf.Value is not null).Select(leaf => leaf.Value!.Value).ToList();
        return said.Count == 0 ? [] : [said.Contains(true) ? "true" : "false"];
    }

    private static bool Same(string wanted, string found) =>
        wanted == found || (double.TryParse(wanted, CultureInfo.InvariantCulture, out var a) && double.TryParse(found, CultureInfo.InvariantCulture, out var b) && Math.Abs(a - b) <= 1);

    private static string Word(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => element.GetRawText(),
    };

    private static string Word<T>(T value) => value switch
    {
        Enum word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value!.ToString()!,
    };
}
