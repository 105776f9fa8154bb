using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Llm.Questions;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>A model that knows the record of a report and answers every question by it.</summary>
internal sealed class ScriptedModel(CrashRecord gold)
{
    /// <summary>The answer to a request.</summary>
    public FakeAnswer Answer(SeenRequest request) => request.Task == "check" ? Check(request, _ => "supported") : Group(request.Task);

    /// <summary>The answer for a group of fields.</summary>
    public string Group(string task) => AnswerFiller.Fill(FieldGroups.All.First(g => g.Name == task).Shape, Brief(task).ToJsonString());

    /// <summary>The brief answer for a group, to be changed.</summary>
    public JsonObject Brief(string task) => task switch
    {
        "environment" => new JsonObject
        {
            ["weather"] = Set(gold.Environment.Weather),
            ["lighting"] = One(gold.Environment.Lighting),
            ["surface"] = One(gold.Environment.Surface),
        },
        "road" => new JsonObject
        {
            ["topology"] = One(gold.Road.Topology),
            ["junction"] = One(gold.Road.Junction),
            ["max_lanes"] = Value(gold.Road.MaxLanes),
            ["speed_limits"] = new JsonArray([.. gold.Road.SpeedLimitsKmh.Value.Select(v => new JsonArray(v, gold.Road.SpeedLimitsKmh.Evidence!.Value.Quote))]),
            ["legs"] = new JsonArray([.. gold.Road.Legs.Select(Leg)]),
        },
        "actors" => new JsonObject { ["actors"] = new JsonArray([.. gold.Actors.Select(Actor)]) },
        "impacts" => new JsonObject
        {
            ["impacts"] = new JsonArray([.. gold.Impacts.Select(Impact)]),
            ["crash_class"] = One(gold.CrashClass),
            ["severity"] = Quote(gold.Severity),
        },
        _ => throw new ArgumentException(task, nameof(task)),
    };

    /// <summary>The second reading, with a verdict for each field.</summary>
    public static string Check(SeenRequest request, Func<string, string> verdict)
    {
        var verdicts = new JsonArray();
        foreach (string line in request.Texts[1].Split('\n').Where(l => l.StartsWith("{\"number\"", StringComparison.Ordinal)))
        {
            var claim = JsonNode.Parse(line)!;
            verdicts.Add(new JsonObject { ["number"] = claim["number"]!.DeepClone(), ["verdict"] = verdict((string)claim["field"]!), ["quote"] = claim["quote"]!.DeepClone() });
        }

        return new JsonObject { ["verdicts"] = verdicts }.ToJsonString();
    }

    private static JsonObject Leg(LegRecord leg) => new()
    {
        ["id"] = leg.Id,
        ["heading"] = Heading(leg.HeadingDeg),
        ["lanes"] = Value(leg.LanesIn),
        ["one_way"] = Truth(leg.OneWay),
        ["divided"] = Truth(leg.Divided),
        ["driveway"] = Truth(leg.Driveway),
        ["speed_limit"] = Value(leg.SpeedLimitKmh),
        ["control"] = Set(leg.Control),
        ["grade_percent"] = Value(leg.GradePercent),
        ["alignment"] = One(leg.Alignment),
        ["radius"] = Value(leg.RadiusM),
    };

    private static JsonObject Actor(ActorRecord actor) => new()
    {
        ["id"] = actor.Id,
        ["mention"] = actor.Type.Evidence!.Value.Quote,
        ["type"] = One(actor.Type),
        ["description"] = Quote(actor.Description),
        ["leg"] = Value(actor.Leg),
        ["lane_from_right"] = Value(actor.LaneFromRight),
        ["heading"] = Heading(actor.HeadingDeg),
        ["speed"] = Written(actor.SpeedKmh),
        ["speed_relation"] = One(actor.SpeedRelation),
        ["movement"] = One(actor.Movement),
        ["actions"] = new JsonArray([.. actor.Actions.Select(a => new JsonObject
        {
            ["kind"] = Words.Of(a.Kind.Value), ["before_impact"] = a.BeforeImpact, ["executed"] = a.Executed, ["quote"] = a.Kind.Evidence!.Value.Quote,
            ["target_lane"] = a.TargetLane.Value,
        })]),
        ["right_of_way"] = One(actor.RightOfWay),
        ["avoidance"] = Set(actor.Avoidance),
        ["emerges_from"] = Value(actor.EmergesFrom),
        ["final_position"] = Quote(actor.FinalPosition),
    };

    private static JsonObject Impact(ImpactRecord impact) => new()
    {
        ["quote"] = (impact.A.Plane.Evidence ?? impact.Striking.Evidence)!.Value.Quote,
        ["a_actor"] = impact.A.Actor,
        ["a_plane"] = One(impact.A.Plane),
        ["a_corner"] = One(impact.A.Corner),
        ["b_actor"] = impact.B.Actor ?? "",
        ["b_object"] = impact.B.Obstacle ?? "",
        ["b_plane"] = One(impact.B.Plane),
        ["b_corner"] = One(impact.B.Corner),
        ["striking"] = Value(impact.Striking),
    };

    private static JsonArray One<T>(Leaf<T> leaf)
        where T : struct, Enum => leaf.Status == LeafStatus.Unknown ? Empty("unknown") : new JsonArray(Words.Of(leaf.Value), leaf.Evidence!.Value.Quote);

    private static JsonArray Set<T>(Leaf<IReadOnlyList<T>> leaf)
        where T : struct, Enum => new(new JsonArray([.. leaf.Value.Select(v => JsonValue.Create(Words.Of(v)))]), leaf.Evidence?.Quote ?? "");

    private static JsonArray Truth(Leaf<bool?> leaf) => leaf.Value is { } value ? new JsonArray(value ? "yes" : "no", leaf.Evidence!.Value.Quote) : Empty("unknown");

    private static JsonArray Value(Leaf<int?> leaf) => leaf.Value is { } value ? new JsonArray(value, leaf.Evidence!.Value.Quote) : Empty(null);

    private static JsonArray Value(Leaf<double?> leaf) => leaf.Value is { } value ? new JsonArray(value, leaf.Evidence!.Value.Quote) : Empty(null);

    // The model copies the number of the text, whatever its unit.
    private static JsonArray Written(Leaf<double?> leaf) => leaf.Value is null ? Empty(null)
        : new JsonArray(int.Parse(string.Concat(leaf.Evidence!.Value.Quote.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture), leaf.Evidence!.Value.Quote);

    private static JsonArray Value(Leaf<string?> leaf) => leaf.Value is { } value ? new JsonArray(value, leaf.Evidence!.Value.Quote) : Empty("");

    private static JsonArray Heading(Leaf<double?> leaf) => leaf.Value is { } value ? new JsonArray(FieldGroups.Compass[(int)(value / 45)], leaf.Evidence!.Value.Quote) : Empty("unknown");

    private static string Quote(Leaf<string?> leaf) => leaf.Evidence?.Quote ?? "";

    private static JsonArray Empty(JsonNode? value) => new(value, "");
}
