using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Triggers and conditions.</summary>
internal static class OscConditions
{
    private static readonly (string, bool)[] Rules = [("any", false), ("all", true)];

    /// <summary>The trigger in a &lt;StartTrigger&gt; or &lt;StopTrigger&gt;; null when there is no such element.</summary>
    public static StoryTrigger? Trigger(OscNode holder, string name) => holder.Child(name) is { } node
        ? new StoryTrigger([.. node.All("ConditionGroup").Select(g => new TriggerGroup(Conditions(g)))])
        : null;

    private static List<TriggerCondition> Conditions(OscNode group)
    {
        var conditions = group.All("Condition").ConvertAll(Read);
        return conditions.Count > 0 ? conditions : throw group.Element.Error("found an empty <ConditionGroup>; expected at least one <Condition>");
    }

    private static TriggerCondition Read(OscNode node)
    {
        string name = node.Text("name", "");
        double delay = node.NotNegative("delay", 0);
        var edge = node.Word("conditionEdge", OscWords.Edges, ConditionEdge.None);
        var by = node.Choice();
        TriggerCondition condition = by.Name switch
        {
            "ByEntityCondition" => ByEntity(by),
            "ByValueCondition" => ByValue(by.Choice()),
            _ => new UnsupportedCondition { Element = by.Name },
        };
        return condition with { Name = name, DelayS = delay, Edge = edge };
    }

    private static TriggerCondition ByEntity(OscNode by)
    {
        var triggering = by.Required("TriggeringEntities");
        bool all = triggering.Word("triggeringEntitiesRule", Rules);
        var entities = triggering.All("EntityRef").ConvertAll(e => e.EntityRef("entityRef"));
        if (entities.Count == 0)
        {
            throw triggering.Element.Error("found <TriggeringEntities> without <EntityRef>; expected at least one");
        }

        return OfEntity(by.Required("EntityCondition").Choice()) switch
        {
            EntityCondition known => known with { All = all, Entities = entities },
            var other => other,
        };
    }

    private static TriggerCondition OfEntity(OscNode n) => n.Name switch
    {
        "EndOfRoadCondition" => new EndOfRoadCondition { DurationS = n.NotNegative("duration") },
        "CollisionCondition" => Collision(n),
        "OffroadCondition" => new OffroadCondition { DurationS = n.NotNegative("duration") },
        "TimeHeadwayCondition" => new TimeHeadwayCondition { EntityId = n.EntityRef("entityRef"), ValueS = n.Number("value"), Rule = Rule(n), Measure = Measure(n) },
        "TimeToCollisionCondition" => TimeToCollision(n),
        "AccelerationCondition" => new AccelerationCondition { ValueMps2 = n.Number("value"), Rule = Rule(n), Direction = Direction(n) },
        "StandStillCondition" => new StandStillCondition { DurationS = n.NotNegative("duration") },
        "SpeedCondition" => new SpeedCondition { ValueMps = n.Number("value"), Rule = Rule(n), Direction = Direction(n) },
        "RelativeSpeedCondition" => new RelativeSpeedCondition { EntityId = n.EntityRef("entityRef"), ValueMps = n.Number("value"), Rule = Rule(n), Direction = Direction(n) },
        "TraveledDistanceCondition" => new TraveledDistanceCondition { ValueM = n.NotNegative("value") },
        "ReachPositionCondition" => new ReachPositionCondition { Position = OscPositions.Read(n.Required("Position")), ToleranceM = n.NotNegative("tolerance") },
        "DistanceCondition" => new DistanceCondition { Position = OscPositions.Read(n.Required("Position")), ValueM = n.Number("value"), Rule = Rule(n), Measure = Measure(n) },
        "RelativeDistanceCondition" => new RelativeDistanceCondition { EntityId = n.EntityRef("entityRef"), ValueM = n.Number("value"), Rule = Rule(n), Measure = Measure(n) },
        "RelativeClearanceCondition" => new RelativeClearanceCondition
        {
            OppositeLanes = n.Flag("oppositeLanes"),
            ForwardM = n.NotNegative("distanceForward", 0),
            BackwardM = n.NotNegative("distanceBackward", 0),
            Freespace = n.MaybeFlag("freeSpace") ?? n.Flag("freespace", false),
            Lanes = [.. n.All("RelativeLaneRange").Select(r => new RelativeLaneRange(r.MaybeInteger("from"), r.MaybeInteger("to")))],
            EntityIds = [.. n.All("EntityRef").Select(e => e.EntityRef("entityRef"))],
        },
        _ => new UnsupportedCondition { Element = n.Name },
    };

    private static CollisionCondition Collision(OscNode n) => n.Child("EntityRef") is { } entity
        ? new CollisionCondition { EntityId = entity.EntityRef("entityRef") }
        : new CollisionCondition { ByKind = n.Required("ByType").Word("type", OscWords.Kinds) };

    private static TimeToCollisionCondition TimeToCollision(OscNode n)
    {
        var target = n.Required("TimeToCollisionConditionTarget");
        var entity = target.Child("EntityRef");
        return new TimeToCollisionCondition
        {
            EntityId = entity?.EntityRef("entityRef"),
            Position = entity is null ? OscPositions.Read(target.Required("Position")) : null,
            ValueS = n.Number("value"),
            Rule = Rule(n),
            Measure = Measure(n),
        };
    }

    private static TriggerCondition ByValue(OscNode n) => n.Name switch
    {
        "ParameterCondition" => new ParameterCondition { Parameter = OscParameters.Name(n, "parameterRef"), Value = n.Text("value"), Rule = Rule(n) },
        "VariableCondition" => new VariableCondition { Variable = OscParameters.Name(n, "variableRef"), Value = n.Text("value"), Rule = Rule(n) },
        "TimeOfDayCondition" => new TimeOfDayCondition { DateTime = n.Text("dateTime"), Rule = Rule(n) },
        "SimulationTimeCondition" => new SimulationTimeCondition { ValueS = n.Number("value"), Rule = Rule(n) },
        "StoryboardElementStateCondition" => new StoryboardElementStateCondition
        {
            Element = n.Word("storyboardElementType", OscWords.Elements),
            ElementName = n.Text("storyboardElementRef"),
            State = n.Word("state", OscWords.States),
        },
        "UserDefinedValueCondition" => new UserDefinedValueCondition { ValueName = n.Text("name"), Value = n.Text("value"), Rule = Rule(n) },
        "TrafficSignalCondition" => new TrafficSignalCondition { SignalId = n.Text("name"), State = n.Text("state") },
        "TrafficSignalControllerCondition" => new TrafficSignalControllerCondition { Controller = n.Text("trafficSignalControllerRef"), Phase = n.Text("phase") },
        _ => new UnsupportedCondition { Element = n.Name },
    };

    private static ValueRule Rule(OscNode n) => n.Word("rule", OscWords.Rules);

    private static DirectionalDimension? Direction(OscNode n) => n.Optional("direction") is null ? null : n.Word("direction", OscWords.Directions);

    // alongRoute (deprecated since 1.1) means along the road; the newer attributes win where a file has both.
    private static DistanceMeasure Measure(OscNode n)
    {
        bool along = n.Flag("alongRoute", false);
        return new DistanceMeasure(
            n.Word("coordinateSystem", OscWords.Coordinates, along ? StoryCoordinates.Road : StoryCoordinates.Entity),
            n.Word("relativeDistanceType", OscWords.Distances, along ? StoryDistanceType.Longitudinal : StoryDistanceType.Euclidian),
            n.Flag("freespace", false),
            n.Word("routingAlgorithm", OscWords.Routings, RoutingAlgorithm.Undefined));
    }
}
