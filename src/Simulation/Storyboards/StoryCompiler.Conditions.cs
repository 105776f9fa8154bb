using System.Globalization;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <content>Conditions.</content>
internal sealed partial class StoryCompiler
{
    // One look each: a storyboard of a million steps with thousands of long delays must not take all memory.
    private const long MostLooks = 50_000_000;
    private long _looks;

    private Trigger? Trigger(StoryTrigger? trigger) => trigger is null
        ? null
        : new Trigger([.. trigger.Groups.Select(g => g.Conditions.Select(State).ToArray())]);

    private ConditionState State(TriggerCondition condition)
    {
        var state = new ConditionState(_engine, Test(condition), condition.Edge, condition.DelayS, _engine.DtS, _scenario.StepCount);
        _looks += state.Looks;
        return _looks <= MostLooks
            ? state
            : throw new InputException($"the storyboard of scenario '{_scenario.Name}' has so many delayed conditions that more than {MostLooks} looks would have to be kept; shorten the delays");
    }

    private ConditionTest Test(TriggerCondition condition)
    {
        switch (condition)
        {
            case EntityCondition entity:
                return EntityTest(entity, [.. entity.Entities.SelectMany(Entities)]);
            case SimulationTimeCondition time:
                return new TimeTest(_engine, time.ValueS, time.Rule);
            case TimeOfDayCondition day:
                if (DateTimeOffset.TryParse(day.DateTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                {
                    return new TimeOfDayTest(_engine, at, day.Rule);
                }

                return Never($"TimeOfDayCondition with the time '{day.DateTime}'");
            case StoryboardElementStateCondition state:
                var test = new StateTest(state.State);
                _unbound.Add((test, state));
                return test;
            case ParameterCondition parameter:
                return Parameters.TryGetValue(parameter.Parameter, out var value)
                    ? new ValueTest(value, parameter.Value, parameter.Rule)
                    : Undeclared("parameter", parameter.Parameter, parameter.Name);
            case VariableCondition variable:
                return Variables.TryGetValue(variable.Variable, out var current)
                    ? new ValueTest(current, variable.Value, variable.Rule)
                    : Undeclared("variable", variable.Variable, variable.Name);
            case TrafficSignalCondition signal:
                int light = Lights.Find(signal.SignalId);
                return light >= 0
                    ? new SignalTest(Lights, light, signal.State, StoryLights.Read(signal.State))
                    : Never($"TrafficSignalCondition on '{signal.SignalId}', which the road network does not have");
            case TrafficSignalControllerCondition phase:
                int programme = Lights.FindProgramme(phase.Controller);
                int number = programme < 0 ? -1 : Lights.FindPhase(programme, phase.Phase);
                return number >= 0
                    ? new PhaseTest(Lights, programme, number)
                    : Never($"TrafficSignalControllerCondition on '{phase.Controller}' and the phase '{phase.Phase}', which are not declared");
            case UnsupportedCondition unsupported:
                return Never(unsupported.Element);
            default:
                return Never(condition.GetType().Name);
        }
    }

    private ConditionTest EntityTest(EntityCondition condition, StoryActor[] actors)
    {
        bool all = condition.All;
        switch (condition)
        {
            case EndOfRoadCondition end:
                return new DurationTest(actors, all, _engine, DurationTest.Watched.EndOfRoad, end.DurationS);
            case OffroadCondition off:
                return new DurationTest(actors, all, _engine, DurationTest.Watched.OffRoad, off.DurationS);
            case StandStillCondition stands:
                return new DurationTest(actors, all, _engine, DurationTest.Watched.Standing, stands.DurationS);
            case CollisionCondition collision:
                var others = collision.EntityId is { } id ? Entities(id) : [.. _actors.Values.Where(a => a.Entity.Kind == collision.ByKind)];
                return new CollisionTest(actors, all, [.. others]);
            case TimeHeadwayCondition headway:
                return new HeadwayTest(actors, all, _net, Entity(headway.EntityId), headway.Measure, headway.ValueS, headway.Rule);
            case TimeToCollisionCondition { EntityId: { } other } ttc:
                return new CollisionTimeTest(actors, all, _net, Entity(other), null, ttc.Measure, ttc.ValueS, ttc.Rule);
            case TimeToCollisionCondition { Position: { } position } ttc:
                return new CollisionTimeTest(actors, all, _net, null, Target(position), ttc.Measure, ttc.ValueS, ttc.Rule);
            case AccelerationCondition acceleration:
                return new AccelerationTest(actors, all, acceleration.ValueMps2, acceleration.Rule, acceleration.Direction);
            case SpeedCondition speed:
                return new SpeedTest(actors, all, speed.ValueMps, speed.Rule, speed.Direction);
            case RelativeSpeedCondition speed:
                return new RelativeSpeedTest(actors, all, Entity(speed.EntityId), speed.ValueMps, speed.Rule, speed.Direction);
            case TraveledDistanceCondition traveled:
                return new TraveledTest(actors, all, traveled.ValueM);
            case ReachPositionCondition reach:
                return new ReachTest(actors, all, Target(reach.Position), reach.ToleranceM);
            case DistanceCondition distance:
                return new DistanceTest(actors, all, _net, Target(distance.Position), distance.Measure, distance.ValueM, distance.Rule);
            case RelativeDistanceCondition distance:
                return new RelativeDistanceTest(actors, all, _net, Entity(distance.EntityId), distance.Measure, distance.ValueM, distance.Rule);
            case RelativeClearanceCondition clearance:
                var near = clearance.EntityIds.Count > 0 ? clearance.EntityIds.SelectMany(Entities) : _actors.Values;
                return new ClearanceTest(actors, all, _net, [.. near], clearance);
            default:
                return Never(condition.GetType().Name);
        }
    }

    private StoryTarget Target(StoryPosition position)
    {
        Require(position);
        return new StoryTarget(_positions, _net, position);
    }

    // Files for CARLA's scenario_runner name its assessments as conditions on parameters that no file declares.
    private NeverTest Undeclared(string what, string name, string condition)
    {
        Warnings.Add($"The condition '{condition}' asks for the {what} '{name}', which is not declared; it never holds.");
        return new NeverTest();
    }

    private NeverTest Never(string what)
    {
        Problem(what);
        return new NeverTest();
    }

    private sealed class NeverTest : ConditionTest
    {
        public override bool IsTrue() => false;
    }
}
