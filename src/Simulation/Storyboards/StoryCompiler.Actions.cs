using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <content>Actions.</content>
internal sealed partial class StoryCompiler
{
    private StoryTask Task(StoryboardAction action, StoryActor? self)
    {
        if (action is PrivateAction own)
        {
            return self is null
                ? throw new InputException($"the storyboard of scenario '{_scenario.Name}' has a private action without an entity ({_where})")
                : Private(own, self);
        }

        return Global(action);
    }

    private StoryTask Private(PrivateAction action, StoryActor self)
    {
        switch (action)
        {
            case SpeedAction speed:
                return new SpeedTask(speed, Other(speed.Target.EntityId), _engine) { Self = self };
            case SpeedProfileAction profile:
                return new SpeedProfileTask(profile, Other(profile.EntityId), _engine) { Self = self };
            case LongitudinalDistanceAction distance:
                return new LongitudinalTask(distance, Entity(distance.EntityId), _net, _engine) { Self = self };
            case LaneChangeAction change:
                return new LaneChangeTask(change, Other(change.EntityId) ?? self, _net, _engine) { Self = self };
            case LaneOffsetAction offset:
                return new LaneOffsetTask(offset, Other(offset.EntityId), _engine) { Self = self };
            case LateralDistanceAction distance:
                return new LateralTask(distance, Entity(distance.EntityId), _net, _engine) { Self = self };
            case SynchronizeAction synchronize:
                Require(synchronize.Position);
                Require(synchronize.MasterPosition);
                return new SynchronizeTask(synchronize, Entity(synchronize.MasterId), _net, _positions, _engine) { Self = self };
            case TeleportAction teleport:
                Require(teleport.Position);
                return new TeleportTask(teleport, _positions, _engine) { Self = self };
            case AssignRouteAction route:
                foreach (var waypoint in route.Route.Waypoints)
                {
                    Require(waypoint.Position);
                }

                return new RouteTask(route.Route, null, _positions, _engine) { Self = self };
            case AcquirePositionAction acquire:
                Require(acquire.Position);
                return new RouteTask(null, acquire.Position, _positions, _engine) { Self = self };
            case FollowTrajectoryAction follow:
                Require(follow.Trajectory);
                return new TrajectoryTask(follow, _positions, _engine) { Self = self };
            case ControllerAction controller:
                return Controller(controller, self);
            case VisibilityAction visibility:
                string seen = $"images {Word(visibility.Graphics)}, sensors {Word(visibility.Sensors)}, traffic {Word(visibility.Traffic)}";
                return new NoteTask($"'{self.Actor.Id}' becomes visible to: {seen}. It stays in the scene.", _engine) { Self = self };
            default:
                Problem(action.GetType().Name);
                return new IdleTask { Self = self };
        }
    }

    private StoryActor? Other(string? id) => id is null ? null : Entity(id);

    // The engine's own controller is what moves an entity without actions; it can be named, but not be switched off for nothing else to drive.
    private IdleTask Controller(ControllerAction action, StoryActor self)
    {
        var idle = new IdleTask { Self = self };
        if (!self.IsMoved)
        {
            return idle;
        }

        bool takes = Takes(action.Assign?.Activate) || Takes(action.Activate);
        var controller = action.Assign?.Controller ?? Named(self, action.Activate?.ControllerName);
        if (takes && controller is not null && !IsDefault(controller))
        {
            Problem($"the controller '{controller.Name}' of '{self.Actor.Id}'");
        }

        foreach (var control in action.Overrides)
        {
            if (control.Active)
            {
                Problem($"OverrideControllerValueAction on the {control.Control} of '{self.Actor.Id}'");
                break;
            }
        }

        return idle;
    }

    private static bool Takes(ActivateController? activate) => activate is not null && (activate.Lateral == true || activate.Longitudinal == true);

    private static StoryController? Named(StoryActor self, string? name) =>
        name is null ? self.Entity.Controllers.Count > 0 ? self.Entity.Controllers[0] : null : self.Entity.Controllers.FirstOrDefault(c => c.Name == name);

    private static bool IsDefault(StoryController controller) =>
        controller.Name.Contains("default", StringComparison.OrdinalIgnoreCase) || controller.Properties.Values.Any(v => v.Contains("DefaultController", StringComparison.OrdinalIgnoreCase));

    private StoryTask Global(StoryboardAction action)
    {
        switch (action)
        {
            case EnvironmentAction environment:
                return new EnvironmentTask(environment.Environment, _engine);
            case AddEntityAction add:
                Require(add.Position);
                return new PresenceTask(Entity(add.EntityId), add.Position, _positions, _engine);
            case DeleteEntityAction delete:
                return new PresenceTask(Entity(delete.EntityId), null, _positions, _engine);
            case ParameterSetAction set:
                return Value(Parameters, set.Parameter, "ParameterSetAction", set.Value, null, false);
            case ParameterModifyAction modify:
                return Value(Parameters, modify.Parameter, "ParameterModifyAction", null, modify.Value, modify.Multiply);
            case VariableSetAction set:
                return Value(Variables, set.Variable, "VariableSetAction", set.Value, null, false);
            case VariableModifyAction modify:
                return Value(Variables, modify.Variable, "VariableModifyAction", null, modify.Value, modify.Multiply);
            case TrafficSignalStateAction signal:
                int light = Lights.Find(signal.SignalId);
                if (light >= 0 && StoryLights.Read(signal.State) is { } state)
                {
                    return new SignalTask(Lights, light, signal.State, state);
                }

                Problem(light < 0
                    ? $"TrafficSignalStateAction on '{signal.SignalId}', which the road network does not have"
                    : $"TrafficSignalStateAction with the state '{signal.State}'");
                return new IdleTask();
            case TrafficSignalControllerAction phase:
                int programme = Lights.FindProgramme(phase.Controller);
                int number = programme < 0 ? -1 : Lights.FindPhase(programme, phase.Phase);
                if (number >= 0)
                {
                    return new PhaseTask(Lights, programme, number);
                }

                Problem($"TrafficSignalControllerAction on '{phase.Controller}' and the phase '{phase.Phase}', which are not declared");
                return new IdleTask();
            case UnsupportedAction unsupported:
                Problem(unsupported.Element);
                return new IdleTask();
            default:
                Problem(action.GetType().Name);
                return new IdleTask();
        }
    }

    private StoryTask Value(Dictionary<string, StoryValue> values, string name, string what, string? text, double? number, bool multiply)
    {
        if (values.TryGetValue(name, out var value))
        {
            return new ValueTask(value, text, number, multiply);
        }

        Problem($"{what} on '{name}', which is not declared");
        return new IdleTask();
    }

    private void Require(StoryTrajectory trajectory)
    {
        switch (trajectory.Shape)
        {
            case PolylineShape line:
                foreach (var vertex in line.Vertices)
                {
                    Require(vertex.Position);
                }

                break;
            case ClothoidShape clothoid:
                Require(clothoid.Position);
                break;
            case NurbsShape nurbs:
                foreach (var point in nurbs.ControlPoints)
                {
                    Require(point.Position);
                }

                break;
        }
    }

    /// <summary>Names what no position can be resolved from: kinds, and roads that the network does not have.</summary>
    private void Require(StoryPosition position)
    {
        switch (position)
        {
            case GeoPosition:
                Problem(nameof(GeoPosition));
                break;
            case RoadPosition road when _net.Find(road.RoadId) is null:
                Problem($"the road '{road.RoadId}', which the road network does not have");
                break;
            case LanePosition lane when _net.Find(lane.RoadId) is null:
                Problem($"the road '{lane.RoadId}', which the road network does not have");
                break;
            case RoutePosition route:
                foreach (var waypoint in route.Route.Waypoints)
                {
                    Require(waypoint.Position);
                }

                break;
            case TrajectoryPosition trajectory:
                Require(trajectory.Trajectory);
                break;
        }
    }

    private static string Word(bool yes) => yes ? "yes" : "no";
}
