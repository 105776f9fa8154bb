using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>R4: what actors do needs a place for it, headings fit the legs, lanes exist. Thread-safe.</summary>
internal static class PlaceRule
{
    private const string Rule = "R4";

    public static IEnumerable<Doubt> Check(CrashRecord record)
    {
        var road = record.Road;
        foreach (var leg in road.Legs)
        {
            string at = $"road/legs/{leg.Id}/";
            if (Compass.Read(leg.Id) is { } named && leg.HeadingDeg.Value is { } heading && Compass.Between(named, heading) > 23)
            {
                yield return Doubt.Drop(Rule, at + "heading_deg", $"the leg '{leg.Id}' does not lead {Compass.Word(heading)}");
            }

            if (leg.LanesIn.Value is { } lanes && road.MaxLanes.Value is { } most && lanes > most)
            {
                yield return Doubt.Drop(Rule, at + "lanes_in", FormattableString.Invariant($"{lanes} lanes, but no road has more than {most}"));
            }
        }

        foreach (var actor in record.Actors)
        {
            var leg = road.Legs.FirstOrDefault(one => one.Id == actor.Leg.Value);
            if (leg is not null && leg.HeadingDeg.Value is { } way && actor.HeadingDeg.Value is { } heading && actor.Id[0] == 'V'
                && Compass.Between(way, heading) > 46 && !WrongWay(actor))
            {
                yield return Doubt.Drop(Rule, $"actors/{actor.Id}/leg", $"it goes {Compass.Word(heading)}, traffic of its leg {Compass.Word(way)}");
            }

            if (leg is not null && actor.LaneFromRight.Value is { } lane && leg.LanesIn.Value is { } count && lane > count && actor.Id[0] == 'V')
            {
                var finding = new RecordFinding(Rule, $"actors/{actor.Id}/lane_from_right", FormattableString.Invariant($"lane {lane} of {count}"));
                string weaker = actor.LaneFromRight.Confidence > leg.LanesIn.Confidence ? $"road/legs/{leg.Id}/lanes_in" : finding.Path;
                yield return new Doubt(finding, now => LeafMap.Drop(now, weaker));
            }

            if (Turns(actor) is { } turn && road.Topology.Value is Topology.Straight or Topology.Curve && road.Junction.Value is JunctionKind.None)
            {
                yield return Doubt.Drop(Rule, "road/junction", $"{actor.Id} does '{turn}', which needs a junction or driveway");
            }
        }
    }

    private static string? Turns(ActorRecord actor) => actor.Actions
        .Where(action => action.Executed && action.BeforeImpact && action.Kind.Status is LeafStatus.Stated or LeafStatus.Derived)
        .Select(action => action.Kind.Value switch
        {
            ActionKind.TurnLeft => "turn_left",
            ActionKind.TurnRight => "turn_right",
            ActionKind.CrossStraight => "cross_straight",
            _ => null,
        }).FirstOrDefault(word => word is not null);

    private static bool WrongWay(ActorRecord actor) => actor.Movement.Value is Movement.BackingUp or Movement.Other
        || actor.Actions.Any(action => action.Kind.Value is ActionKind.CrossCentre or ActionKind.Overtake or ActionKind.Reverse or ActionKind.EnterRoad or ActionKind.UTurn);
}
