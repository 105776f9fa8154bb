using System.Text.Json;
using System.Text.RegularExpressions;
using Sim.Plugins.CrashReports.Llm.Questions;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>Builds the groups of a record from answers that fit the schema. One for each record; not thread-safe.</summary>
internal sealed partial class RecordBuilder(LeafReader leaves)
{
    /// <summary>Weather, light, surface.</summary>
    public EnvironmentRecord Environment(JsonElement answer)
    {
        leaves.Group = FieldGroups.Environment.Name;
        return new EnvironmentRecord
        {
            Weather = leaves.Set<Weather>(answer.GetProperty("weather"), "environment/weather"),
            Lighting = leaves.Word<Lighting>(answer.GetProperty("lighting"), "environment/lighting"),
            Surface = leaves.Word<Surface>(answer.GetProperty("surface"), "environment/surface"),
        };
    }

    /// <summary>The place.</summary>
    public RoadRecord Road(JsonElement answer)
    {
        leaves.Group = FieldGroups.Road.Name;
        var limits = new List<Leaf<double?>>();
        foreach (var item in answer.GetProperty("speed_limits").EnumerateArray())
        {
            var limit = leaves.Speed(item, FormattableString.Invariant($"road/speed_limits_kmh/{limits.Count + 1}"), "a speed limit", 8, 130);
            limits.Add(limit);
        }

        var stated = limits.Where(l => l.Status != LeafStatus.Unknown).OrderBy(l => l.Value).ToList();
        return new RoadRecord
        {
            Topology = leaves.Word<Topology>(answer.GetProperty("topology"), "road/topology"),
            Junction = leaves.Word<JunctionKind>(answer.GetProperty("junction"), "road/junction"),
            MaxLanes = leaves.Count(answer.GetProperty("max_lanes"), "road/max_lanes", "a number of lanes", 16),
            SpeedLimitsKmh = stated.Count == 0
                ? Leaf.Unknown<IReadOnlyList<double>>([])
                : Leaf.Stated<IReadOnlyList<double>>([.. stated.Select(l => l.Value!.Value).Distinct()], stated[0].Evidence!.Value, stated[0].Confidence),
            Legs = Legs(answer.GetProperty("legs")),
        };
    }

    /// <summary>Road users.</summary>
    public IReadOnlyList<ActorRecord> Actors(JsonElement answer, RoadRecord road)
    {
        leaves.Group = FieldGroups.Actors.Name;
        var actors = new List<ActorRecord>();
        var all = answer.GetProperty("actors").EnumerateArray().ToList();
        var ids = all.Select(a => a.GetProperty("id").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var item in all)
        {
            string id = item.GetProperty("id").GetString()!;
            string at = $"actors/{id}";
            if (!ActorId().IsMatch(id) || actors.Any(a => a.Id == id))
            {
                leaves.Wrong("R1", "actors", $"'{Cut(id)}' is no id of its own; use V1, V2, … for vehicles, P1, C1, A1 for others");
            }
            else if (leaves.Span(item.GetProperty("mention").GetString()!, at, id) is not null)
            {
                actors.Add(Actor(item, id, at, road, ids));
            }
        }

        return actors;
    }

    /// <summary>Contacts, class and severity.</summary>
    public (IReadOnlyList<ImpactRecord> Impacts, Leaf<CrashClass> Class, Leaf<string?> Severity) Impacts(JsonElement answer, IReadOnlyList<ActorRecord> actors)
    {
        leaves.Group = FieldGroups.Impacts.Name;
        var ids = actors.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var impacts = new List<ImpactRecord>();
        int number = 0;
        foreach (var item in answer.GetProperty("impacts").EnumerateArray())
        {
            if (Impact(item, ++number, impacts.Count + 1, ids) is { } impact)
            {
                impacts.Add(impact);
            }
        }

        return (impacts, leaves.Word<CrashClass>(answer.GetProperty("crash_class"), "crash_class"), leaves.Quoted(answer.GetProperty("severity").GetString()!, "severity"));
    }

    private List<LegRecord> Legs(JsonElement items)
    {
        var legs = new List<LegRecord>();
        foreach (var item in items.EnumerateArray())
        {
            string id = item.GetProperty("id").GetString()!;
            if (!LegId().IsMatch(id) || legs.Any(l => l.Id == id))
            {
                leaves.Wrong("R1", "road/legs", $"'{Cut(id)}' is no leg of its own; use a direction such as northbound, or leg1, leg2");
                continue;
            }

            legs.Add(Leg(item, id, $"road/legs/{id}"));
        }

        return legs;
    }

    private LegRecord Leg(JsonElement item, string id, string at)
    {
        var oneWay = leaves.Truth(item.GetProperty("one_way"), $"{at}/one_way");
        var (lanesIn, lanesOut) = Lanes(item, at, oneWay.Value == true);
        return new LegRecord
        {
            Id = id,
            HeadingDeg = Heading(item.GetProperty("heading"), $"{at}/heading_deg"),
            LanesIn = lanesIn,
            LanesOut = lanesOut,
            OneWay = oneWay,
            Divided = leaves.Truth(item.GetProperty("divided"), $"{at}/divided"),
            Driveway = leaves.Truth(item.GetProperty("driveway"), $"{at}/driveway"),
            SpeedLimitKmh = leaves.Speed(item.GetProperty("speed_limit"), $"{at}/speed_limit_kmh", "a speed limit", 8, 130),
            Control = leaves.Set<Control>(item.GetProperty("control"), $"{at}/control"),
            GradePercent = leaves.Number(item.GetProperty("grade_percent"), $"{at}/grade_percent", "a grade in percent", -40, 40, QuotedNumber.Percent),
            Alignment = leaves.Word<Alignment>(item.GetProperty("alignment"), $"{at}/alignment"),
            RadiusM = leaves.Number(item.GetProperty("radius"), $"{at}/radius_m", "a radius", 3, 20_000, QuotedNumber.LengthM),
        };
    }

    // The text counts the lanes of a road or of a direction; half of an even number belongs to each.
    private (Leaf<int?> In, Leaf<int?> Out) Lanes(JsonElement item, string at, bool oneWay)
    {
        bool both = !oneWay && item.GetProperty("lanes_count").GetString() == "both_directions";
        var lanes = leaves.Count(item.GetProperty("lanes"), $"{at}/lanes_in", both ? "a number of lanes of both directions together" : "a number of lanes of this direction", 16);
        var none = Leaf.Unknown<int?>(null);
        if (lanes.Status == LeafStatus.Unknown || !both)
        {
            return (lanes, none);
        }

        if (lanes.Value % 2 != 0)
        {
            return (none, none);
        }

        var half = Leaf.Derived<int?>(lanes.Value / 2, lanes.Evidence, "half of the lanes of both directions");
        return (half, half);
    }

    private ActorRecord Actor(JsonElement item, string id, string at, RoadRecord road, HashSet<string> ids) => new()
    {
        Id = id,
        Type = leaves.Word<ActorType>(item.GetProperty("type"), $"{at}/type"),
        Description = leaves.Quoted(item.GetProperty("description").GetString()!, $"{at}/description"),
        Leg = Name(item.GetProperty("leg"), $"{at}/leg", [.. road.Legs.Select(l => l.Id)], "a leg", said: false),
        LaneFromRight = Lane(item.GetProperty("lane_from_right"), $"{at}/lane_from_right", road),
        HeadingDeg = Heading(item.GetProperty("heading"), $"{at}/heading_deg"),
        SpeedKmh = leaves.Speed(item.GetProperty("speed"), $"{at}/speed_kmh", "a speed", 0, 300),
        SpeedRelation = leaves.Word<SpeedRelation>(item.GetProperty("speed_relation"), $"{at}/speed_relation"),
        Movement = leaves.Word<Movement>(item.GetProperty("movement"), $"{at}/movement"),
        Actions = Actions(item.GetProperty("actions"), at),
        RightOfWay = leaves.Word<RightOfWay>(item.GetProperty("right_of_way"), $"{at}/right_of_way"),
        Avoidance = leaves.Set<Avoidance>(item.GetProperty("avoidance"), $"{at}/avoidance"),
        EmergesFrom = Emerges(item.GetProperty("emerges_from"), $"{at}/emerges_from", ids),
        FinalPosition = leaves.Quoted(item.GetProperty("final_position").GetString()!, $"{at}/final_position"),
    };

    private List<ActionRecord> Actions(JsonElement items, string at)
    {
        var actions = new List<ActionRecord>();
        int number = 0;
        foreach (var item in items.EnumerateArray())
        {
            string path = FormattableString.Invariant($"{at}/actions/{++number}");
            string word = item.GetProperty("kind").GetString()!;
            if (leaves.Span(item, $"{path}/kind", word) is not { } span)
            {
                continue;
            }

            var value = Words.Parse<ActionKind>(word);
            var kind = leaves.Accept($"{path}/kind", value, word, span, Cues.Say(value, span.Quote), ActionKind.Unknown);
            if (kind.Status == LeafStatus.Unknown)
            {
                continue;
            }

            var target = item.GetProperty("target_lane");
            int? lane = target.ValueKind == JsonValueKind.Number ? QuotedNumber.Count(span.Quote, target.GetDouble()) : null;
            if (lane is null && target.ValueKind == JsonValueKind.Number)
            {
                leaves.Wrong("R2", $"{path}/target_lane", "the lane does not stand as a number in the quote");
            }

            actions.Add(new ActionRecord
            {
                Kind = kind,
                TargetLane = lane is > 0 ? Leaf.Stated<int?>(lane, span, kind.Confidence) : Leaf.Unknown<int?>(null),
                BeforeImpact = item.GetProperty("before_impact").GetBoolean(),
                Executed = item.GetProperty("executed").GetBoolean(),
            });
        }

        return actions;
    }

    private ImpactRecord? Impact(JsonElement item, int number, int order, HashSet<string> ids)
    {
        string at = FormattableString.Invariant($"impacts/{number}");
        string a = item.GetProperty("a_actor").GetString()!, b = item.GetProperty("b_actor").GetString()!, obstacle = item.GetProperty("b_object").GetString()!;
        if (leaves.Span(item, at, "a contact") is null)
        {
            return null;
        }

        if (!ids.Contains(a) || (b.Length > 0 && !ids.Contains(b)) || a == b || b.Length > 0 == obstacle.Length > 0)
        {
            leaves.Wrong("R1", at, "a contact has a road user as a, and another road user or an object as b");
            return null;
        }

        // The object is a word of the report, so that nothing comes in that it does not name.
        if (obstacle.Length > 0 && leaves.Span(obstacle, $"{at}/b_object", Cut(obstacle)) is null)
        {
            return null;
        }

        return new ImpactRecord
        {
            Order = order,
            A = new ContactRecord { Actor = a, Plane = Plane(item, "a_plane", $"{at}/a/plane"), Corner = leaves.Word<ContactCorner>(item.GetProperty("a_corner"), $"{at}/a/corner") },
            B = new ContactRecord
            {
                Actor = b.Length > 0 ? b : null,
                Obstacle = b.Length > 0 ? null : obstacle,
                Plane = b.Length > 0 ? Plane(item, "b_plane", $"{at}/b/plane") : Leaf.Unknown(ContactPlane.Unknown),
                Corner = b.Length > 0 ? leaves.Word<ContactCorner>(item.GetProperty("b_corner"), $"{at}/b/corner") : Leaf.Unknown(ContactCorner.Unknown),
            },
            Striking = Name(item.GetProperty("striking"), $"{at}/striking", b.Length > 0 ? [a, b] : [a], "a road user of the contact", said: true),
        };
    }

    private Leaf<ContactPlane> Plane(JsonElement item, string name, string path) => leaves.Word<ContactPlane>(item.GetProperty(name), path);

    private Leaf<string?> Name(JsonElement item, string path, IReadOnlyList<string> known, string what, bool said)
    {
        string value = item.GetProperty("value").GetString()!;
        if (value.Length == 0)
        {
            return Leaf.Unknown<string?>(null);
        }

        if (!known.Contains(value, StringComparer.Ordinal))
        {
            leaves.Wrong("R1", path, $"'{Cut(value)}' is not {what}; known: {string.Join(", ", known)}");
            return Leaf.Unknown<string?>(null);
        }

        return leaves.Span(item, path, value) is { } span ? leaves.Accept<string?>(path, value, value, span, said, null) : Leaf.Unknown<string?>(null);
    }

    private Leaf<string?> Emerges(JsonElement item, string path, HashSet<string> ids)
    {
        string value = item.GetProperty("value").GetString()!;
        if (value.Length == 0 || leaves.Span(item, path, Cut(value)) is not { } span)
        {
            return Leaf.Unknown<string?>(null);
        }

        if (!ids.Contains(value) && !span.Quote.Contains(value, StringComparison.OrdinalIgnoreCase))
        {
            leaves.Wrong("R2", path, $"'{Cut(value)}' is neither a road user nor a word of the quote");
            return Leaf.Unknown<string?>(null);
        }

        return leaves.Accept<string?>(path, value, value, span, said: true, null);
    }

    private Leaf<double?> Heading(JsonElement item, string path)
    {
        string word = item.GetProperty("value").GetString()!;
        if (word == "unknown" || leaves.Span(item, path, word) is not { } span)
        {
            return Leaf.Unknown<double?>(null);
        }

        int index = FieldGroups.Compass.ToList().IndexOf(word);
        bool said = Regex.IsMatch(span.Quote, $@"(?<![a-z]){word.Insert(word.Length > 5 ? 5 : 0, "-?")}(?!-?(?:east|west))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!said && !Relation().IsMatch(span.Quote))
        {
            leaves.Wrong("R2", path, $"the words \"{span.Quote.ReplaceLineEndings(" ")}\" do not speak of the direction '{word}'");
            return Leaf.Unknown<double?>(null);
        }

        return leaves.Accept<double?>(path, 45 * index, word, span, said, null);
    }

    private Leaf<int?> Lane(JsonElement item, string path, RoadRecord road)
    {
        if (item.GetProperty("value").ValueKind == JsonValueKind.Null)
        {
            return Leaf.Unknown<int?>(null);
        }

        double value = item.GetProperty("value").GetDouble();
        if (leaves.Span(item, path, FormattableString.Invariant($"lane {value}")) is not { } span)
        {
            return Leaf.Unknown<int?>(null);
        }

        if (QuotedNumber.Count(span.Quote, value) is > 0 and <= 12 and var counted)
        {
            return leaves.Accept<int?>(path, counted, FormattableString.Invariant($"lane {counted} from the right"), span, said: true, null);
        }

        // "The left lane" is a number only once the lanes are counted.
        int most = road.Legs.Select(l => l.LanesIn.Value ?? 0).Append(road.MaxLanes.Value ?? 0).Max();
        bool placed = value == Math.Floor(value) && value is >= 1 and <= 12
            && ((value == 1 && Rightmost().IsMatch(span.Quote)) || (value <= most && Placed().IsMatch(span.Quote)));
        if (placed)
        {
            return leaves.Accept<int?>(path, (int)value, FormattableString.Invariant($"lane {value} from the right"), span, said: false, null);
        }

        leaves.Wrong("R2", path, FormattableString.Invariant($"the words do not speak of lane {value} from the right"));
        return Leaf.Unknown<int?>(null);
    }

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private const string Way = "(?:north|south)(?:east|west)?|east|west";

    [GeneratedRegex($"^(?:(?:{Way})bound|leg[1-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex LegId();

    [GeneratedRegex("^[VPCA][1-9][0-9]?$", RegexOptions.CultureInvariant)]
    private static partial Regex ActorId();

    [GeneratedRegex(@"\b(?:opposite|opposing|oncoming|same|behind|follow\w*|ahead|front|cross\w*|perpendicular|other)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relation();

    [GeneratedRegex(@"\b(?:right|curb|kerb|outside|outer|outermost|slow|only|single|one|two[\s-]lane)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rightmost();

    [GeneratedRegex(@"\b(?:left|inside|inner|innermost|middle|cent(?:er|re)|fast|passing|turn\w*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Placed();
}
