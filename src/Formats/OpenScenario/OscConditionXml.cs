using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>Writes triggers and conditions.</summary>
internal sealed class OscConditionXml(OscOut xml, OscPositionXml positions, OscLosses losses)
{
    public void Trigger(string name, StoryTrigger? trigger)
    {
        if (trigger is null)
        {
            return;
        }

        xml.Element(name, () =>
        {
            foreach (var group in trigger.Groups)
            {
                xml.Element("ConditionGroup", () =>
                {
                    foreach (var condition in group.Conditions)
                    {
                        Condition(condition);
                    }
                });
            }
        });
    }

    private void Condition(TriggerCondition condition) => xml.Element("Condition", () =>
    {
        if (condition is EntityCondition entity)
        {
            xml.Element("ByEntityCondition", () =>
            {
                xml.Element("TriggeringEntities", () =>
                {
                    foreach (string id in entity.Entities)
                    {
                        xml.Empty("EntityRef", ("entityRef", id));
                    }
                }, ("triggeringEntitiesRule", entity.All ? "all" : "any"));
                xml.Element("EntityCondition", () => ByEntity(entity));
            });
        }
        else
        {
            xml.Element("ByValueCondition", () => ByValue(condition));
        }
    }, ("name", condition.Name), ("delay", Number(condition.DelayS)), ("conditionEdge", Word(OscWords.Edges, condition.Edge)));

    private void ByEntity(EntityCondition condition)
    {
        switch (condition)
        {
            case EndOfRoadCondition c:
                xml.Empty("EndOfRoadCondition", ("duration", Number(c.DurationS)));
                break;
            case CollisionCondition { EntityId: { } id }:
                xml.Element("CollisionCondition", () => xml.Empty("EntityRef", ("entityRef", id)));
                break;
            case CollisionCondition c:
                xml.Element("CollisionCondition", () => xml.Empty("ByType", ("type", Word(OscWords.Kinds, c.ByKind ?? StoryboardEntityKind.Vehicle))));
                break;
            case OffroadCondition c:
                xml.Empty("OffroadCondition", ("duration", Number(c.DurationS)));
                break;
            case TimeHeadwayCondition c:
                xml.Empty("TimeHeadwayCondition", [("entityRef", c.EntityId), ("value", Number(c.ValueS)), Rule(c.Rule), .. Measure(c.Measure)]);
                break;
            case TimeToCollisionCondition c:
                xml.Element("TimeToCollisionCondition", () => xml.Element("TimeToCollisionConditionTarget", () =>
                {
                    if (c.EntityId is { } id)
                    {
                        xml.Empty("EntityRef", ("entityRef", id));
                    }
                    else if (c.Position is { } place)
                    {
                        positions.Position(place);
                    }
                }), [("value", Number(c.ValueS)), Rule(c.Rule), .. Measure(c.Measure)]);
                break;
            case AccelerationCondition c:
                xml.Empty("AccelerationCondition", ("value", Number(c.ValueMps2)), Rule(c.Rule), Direction(c.Direction));
                break;
            case StandStillCondition c:
                xml.Empty("StandStillCondition", ("duration", Number(c.DurationS)));
                break;
            case SpeedCondition c:
                xml.Empty("SpeedCondition", ("value", Number(c.ValueMps)), Rule(c.Rule), Direction(c.Direction));
                break;
            case RelativeSpeedCondition c:
                xml.Empty("RelativeSpeedCondition", ("entityRef", c.EntityId), ("value", Number(c.ValueMps)), Rule(c.Rule), Direction(c.Direction));
                break;
            case TraveledDistanceCondition c:
                xml.Empty("TraveledDistanceCondition", ("value", Number(c.ValueM)));
                break;
            case ReachPositionCondition c:
                xml.Element("ReachPositionCondition", () => positions.Position(c.Position), ("tolerance", Number(c.ToleranceM)));
                break;
            case DistanceCondition c:
                xml.Element("DistanceCondition", () => positions.Position(c.Position), [("value", Number(c.ValueM)), Rule(c.Rule), .. Measure(c.Measure)]);
                break;
            case RelativeDistanceCondition c:
                xml.Empty("RelativeDistanceCondition", [("entityRef", c.EntityId), ("value", Number(c.ValueM)), Rule(c.Rule), .. Measure(c.Measure)]);
                break;
            case RelativeClearanceCondition c:
                xml.Element("RelativeClearanceCondition", () =>
                {
                    foreach (var range in c.Lanes)
                    {
                        xml.Empty("RelativeLaneRange", ("from", Number(range.From)), ("to", Number(range.To)));
                    }

                    foreach (string id in c.EntityIds)
                    {
                        xml.Empty("EntityRef", ("entityRef", id));
                    }
                }, ("oppositeLanes", Flag(c.OppositeLanes)), ("distanceForward", Number(c.ForwardM)), ("distanceBackward", Number(c.BackwardM)), ("freeSpace", Flag(c.Freespace)));
                break;
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} is no condition on entities");
        }
    }

    private void ByValue(TriggerCondition condition)
    {
        switch (condition)
        {
            case ParameterCondition c:
                xml.Empty("ParameterCondition", ("parameterRef", c.Parameter), ("value", c.Value), Rule(c.Rule));
                break;
            case VariableCondition c:
                xml.Empty("VariableCondition", ("variableRef", c.Variable), ("value", c.Value), Rule(c.Rule));
                break;
            case TimeOfDayCondition c:
                xml.Empty("TimeOfDayCondition", ("dateTime", c.DateTime), Rule(c.Rule));
                break;
            case SimulationTimeCondition c:
                xml.Empty("SimulationTimeCondition", ("value", Number(c.ValueS)), Rule(c.Rule));
                break;
            case StoryboardElementStateCondition c:
                xml.Empty("StoryboardElementStateCondition", ("storyboardElementType", Word(OscWords.Elements, c.Element)), ("storyboardElementRef", c.ElementName), ("state", Word(OscWords.States, c.State)));
                break;
            case UserDefinedValueCondition c:
                xml.Empty("UserDefinedValueCondition", ("name", c.ValueName), ("value", c.Value), Rule(c.Rule));
                break;
            case TrafficSignalCondition c:
                xml.Empty("TrafficSignalCondition", ("name", c.SignalId), ("state", c.State));
                break;
            case TrafficSignalControllerCondition c:
                xml.Empty("TrafficSignalControllerCondition", ("trafficSignalControllerRef", c.Controller), ("phase", c.Phase));
                break;
            case UnsupportedCondition c:
                losses.Add($"the condition '{c.Element}' is not of OpenSCENARIO 1.0 to 1.2; a condition that never holds stands in its place");
                xml.Empty("UserDefinedValueCondition", ("name", $"unsupported {c.Element}"), ("value", ""), ("rule", "equalTo"));
                break;
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} is no condition on values");
        }
    }

    private static (string, string?) Rule(ValueRule rule) => ("rule", Word(OscWords.Rules, rule));

    private static (string, string?) Direction(DirectionalDimension? direction) => ("direction", direction is { } known ? Word(OscWords.Directions, known) : null);

    private static (string, string?)[] Measure(DistanceMeasure measure) =>
    [
        ("freespace", Flag(measure.Freespace)),
        ("coordinateSystem", Word(OscWords.Coordinates, measure.Coordinates)),
        ("relativeDistanceType", measure.Type == StoryDistanceType.Euclidian ? "euclidianDistance" : Word(OscWords.Distances, measure.Type)),
        ("routingAlgorithm", measure.Routing == RoutingAlgorithm.Undefined ? null : Word(OscWords.Routings, measure.Routing)),
    ];
}
