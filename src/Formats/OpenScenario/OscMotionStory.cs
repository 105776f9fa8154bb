using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>A scenario's behaviours as a storyboard, for tools that know nothing else. What has no words there is a loss by name.</summary>
internal sealed class OscMotionStory(Scenario scenario, OscLosses losses)
{
    private const int MaxVertices = 100_000;
    private readonly List<EntityInit> _init = [];
    private readonly List<ManeuverOf> _moves = [];

    /// <summary>The storyboard: that of the scenario with its actors' own behaviours added.</summary>
    public Storyboard Build()
    {
        foreach (var actor in scenario.Actors)
        {
            if (actor.Behaviour is not StoryboardBehaviour)
            {
                Add(actor);
            }
        }

        var board = scenario.Storyboard ?? new Storyboard { Version = "1.1" };
        var stories = new List<Story>(board.Stories);
        if (_moves.Count > 0)
        {
            stories.Add(new Story("motion", [new StoryAct { Name = "motion of all", Groups = [.. _moves.Select(Group)], StartTrigger = At(0, ValueRule.GreaterOrEqual, "start") }]));
        }

        return board with
        {
            Init = board.Init with { Entities = [.. board.Init.Entities.Where(e => _init.TrueForAll(i => i.EntityId != e.EntityId)), .. _init] },
            Stories = stories,
            StopTrigger = board.StopTrigger ?? At(scenario.HorizonUs / 1e6, ValueRule.GreaterOrEqual, "horizon"),
        };
    }

    private static ManoeuvreGroup Group(ManeuverOf move) => new()
    {
        Name = $"motion of {move.ActorId}",
        Actors = [move.ActorId],
        Manoeuvres = [new Manoeuvre($"manoeuvre of {move.ActorId}", move.Events)],
    };

    private void Add(Actor actor)
    {
        switch (actor.Behaviour)
        {
            case StationaryBehaviour:
                Begin(actor, actor.Initial with { SpeedMps = 0 }, FirstUs(actor));
                break;
            case DriverBehaviour:
                Begin(actor, actor.Initial, FirstUs(actor));
                break;
            case ConstantVelocityBehaviour:
                Straight(actor);
                break;
            case TrajectoryBehaviour log:
                Logged(actor, log);
                break;
            case FollowPathBehaviour path:
                Along(actor, path);
                break;
            case FollowLaneBehaviour lane:
                InLane(actor, lane);
                break;
            default:
                losses.Add($"how '{actor.Id}' moves ({actor.Behaviour.GetType().Name}) has no words in OpenSCENARIO");
                Begin(actor, actor.Initial, FirstUs(actor));
                break;
        }
    }

    private long FirstUs(Actor actor) => actor.FirstStep * scenario.StepUs;

    private void Begin(Actor actor, ActorState state, long firstUs, params IEnumerable<StoryEvent> events)
    {
        var place = new TeleportAction { Position = Place(actor, state) };
        var speed = new SpeedAction { Dynamics = new TransitionDynamics(TransitionShape.Step, TransitionDimension.Time, 0), Target = new SpeedTarget { Value = state.SpeedMps } };
        var all = new List<StoryEvent>();
        if (firstUs > 0)
        {
            all.Add(new StoryEvent
            {
                Name = $"{actor.Id} appears",
                StartTrigger = At(firstUs / 1e6, ValueRule.GreaterOrEqual, "appears"),
                Actions = [new StoryAction($"add {actor.Id}", new AddEntityAction { EntityId = actor.Id, Position = place.Position }), new StoryAction($"speed of {actor.Id}", speed)],
            });
        }
        else
        {
            _init.Add(new EntityInit(actor.Id, [place, speed]));
        }

        all.AddRange(events);
        if (all.Count > 0)
        {
            _moves.Add(new ManeuverOf(actor.Id, all));
        }
    }

    private void Straight(Actor actor)
    {
        double from = FirstUs(actor) / 1e6, to = scenario.HorizonUs / 1e6;
        var start = actor.Initial;
        var velocity = Vector2d.FromHeading(start.HeadingRad) * start.SpeedMps + (Vector2d.FromHeading(start.HeadingRad + (Math.PI / 2)) * start.LateralMps);
        var end = start with { X = start.X + (velocity.X * (to - from)), Y = start.Y + (velocity.Y * (to - from)) };
        Timed(actor, [(from, start), (to, end)], holds: true);
    }

    private void Logged(Actor actor, TrajectoryBehaviour log)
    {
        var states = log.States;
        if (states.Count == 1)
        {
            Begin(actor, states[0].State with { SpeedMps = 0 }, states[0].TimeUs, Leave(actor, states[0].TimeUs, log.HoldAtEnd));
            return;
        }

        Timed(actor, [.. states.Select(s => (s.TimeUs / 1e6, s.State))], log.HoldAtEnd);
    }

    private void Timed(Actor actor, List<(double TimeS, ActorState State)> states, bool holds)
    {
        long first = (long)Math.Round(states[0].TimeS * 1e6), last = (long)Math.Round(states[^1].TimeS * 1e6);
        if (states.Count > MaxVertices)
        {
            losses.Add($"the trajectory of '{actor.Id}' has {states.Count.ToString(CultureInfo.InvariantCulture)} states; the first {MaxVertices} are written");
            states = states[..MaxVertices];
        }

        var follow = Follow(actor, states, absolute: true);
        Begin(actor, states[0].State, first, [Move(actor, follow, first > 0 ? At(first / 1e6, ValueRule.GreaterOrEqual, "moves") : null), .. Leave(actor, last, holds || last >= scenario.HorizonUs)]);
    }

    private void Along(Actor actor, FollowPathBehaviour path)
    {
        if (path.Idm is not null)
        {
            losses.Add($"'{actor.Id}' follows other traffic by the intelligent driver model, which OpenSCENARIO has no words for; it keeps its first speed on its path");
        }

        double dt = scenario.StepUs / 1e6;
        double until = scenario.HorizonUs / 1e6;
        bool waits = path.Trigger is { TimeUs: null };
        double delay = path.Trigger?.TimeUs / 1e6 ?? 0;
        double v = actor.Initial.SpeedMps, s = path.StartM;
        var script = path.Idm is null ? path.Speeds : [];
        bool scripted = script.Count > 0;
        var states = new List<(double, ActorState)>();
        for (double t = 0; t <= until + 1e-9 && states.Count < MaxVertices; t = (states.Count) * dt)
        {
            double clock = t - (waits ? 0 : delay);
            states.Add((t, On(path.Path, s, scripted || clock >= 0 ? v : 0)));
            double target = v, rate = 0;
            foreach (var step in script)
            {
                if (clock * 1e6 >= step.AfterUs - 0.5)
                {
                    (target, rate) = (step.SpeedMps, step.RateMps2);
                }
            }

            double next = rate > 0 ? v + Math.Clamp(target - v, -rate * dt, rate * dt) : target;
            bool moves = scripted || clock >= -1e-9;
            s += moves ? (v + next) / 2 * dt : 0;
            v = next;
            if (s >= path.Path.LengthM)
            {
                s = path.Path.LengthM;
                states.Add((t + dt, On(path.Path, s, 0)));
                break;
            }
        }

        var start = waits ? Condition(actor, path.Trigger!) : null;
        var follow = Follow(actor, states, absolute: !waits);
        var leave = waits ? [] : Leave(actor, (long)Math.Round(states[^1].Item1 * 1e6), path.HoldAtEnd || s < path.Path.LengthM);
        if (waits && !path.HoldAtEnd)
        {
            losses.Add($"'{actor.Id}' vanishes at the end of its path, at a time that is not known before; it stands there instead");
        }

        Begin(actor, states[0].Item2 with { SpeedMps = waits && !scripted ? 0 : actor.Initial.SpeedMps }, 0, [Move(actor, follow, start), .. leave]);
    }

    private StoryTrigger? Condition(Actor actor, StartTrigger trigger)
    {
        var groups = new List<TriggerGroup>();
        if (trigger.TtcS is { } ttc)
        {
            groups.Add(new TriggerGroup([new TimeToCollisionCondition
            {
                Name = "time to collision", Entities = [scenario.EgoId], EntityId = actor.Id, ValueS = ttc, Rule = ValueRule.LessOrEqual,
                Measure = new DistanceMeasure(StoryCoordinates.Entity, StoryDistanceType.Longitudinal, true),
            }]));
        }

        if (trigger.GapM is { } gap)
        {
            groups.Add(new TriggerGroup([new RelativeDistanceCondition
            {
                Name = "gap", Entities = [scenario.EgoId], EntityId = actor.Id, ValueM = gap, Rule = ValueRule.LessOrEqual,
                Measure = new DistanceMeasure(StoryCoordinates.Entity, StoryDistanceType.Longitudinal, true),
            }]));
            losses.Add("a gap from the ego's front to an actor's centre is written as the gap between their boxes");
        }

        if (trigger.TimeToPathS is not null)
        {
            losses.Add($"'{actor.Id}' starts by the ego's time to the crossing of their ways, which OpenSCENARIO has no words for{(groups.Count == 0 ? "; it starts at once" : "")}");
        }

        return groups.Count > 0 ? new StoryTrigger(groups) : null;
    }

    private void InLane(Actor actor, FollowLaneBehaviour lane)
    {
        losses.Add($"'{actor.Id}' follows other traffic by the intelligent driver model{(lane.Mobil is null ? "" : " and changes lanes by MOBIL")}, which OpenSCENARIO has no words for; it keeps its first speed in its lane");
        var index = scenario.Map.Index();
        var waypoints = new List<StoryWaypoint>();
        foreach (string id in lane.Route)
        {
            if (index.TryGetIndex(id, out int number))
            {
                var centre = index.LaneAt(number).Centre;
                double middle = centre.LengthM / 2;
                var at = On(centre, middle, 0);
                waypoints.Add(new StoryWaypoint(new WorldPosition { X = at.X, Y = at.Y, Orientation = new StoryOrientation(false, at.HeadingRad) }));
            }
        }

        var route = waypoints.Count >= 2
            ? new[] { new StoryEvent { Name = $"{actor.Id} has a route", Actions = [new StoryAction($"route of {actor.Id}", new AssignRouteAction { Route = new StoryRoute { Name = $"route of {actor.Id}", Waypoints = waypoints } })] } }
            : [];
        Begin(actor, actor.Initial, FirstUs(actor), route);
    }

    private static ActorState On(Polyline path, double s, double speed)
    {
        var pose = path.PoseAt(s);
        return new ActorState(pose.X, pose.Y, pose.HeadingRad, speed);
    }

    private static FollowTrajectoryAction Follow(Actor actor, List<(double TimeS, ActorState State)> states, bool absolute) => new()
    {
        Trajectory = new StoryTrajectory { Name = $"trajectory of {actor.Id}", Shape = new PolylineShape { Vertices = [.. states.Select(s => new TrajectoryVertex(Place(actor, s.State), s.TimeS))] } },
        Timing = new TrajectoryTiming(absolute),
    };

    private static StoryEvent Move(Actor actor, FollowTrajectoryAction follow, StoryTrigger? start) => new() { Name = $"{actor.Id} moves", StartTrigger = start, Actions = [new StoryAction($"way of {actor.Id}", follow)] };

    private static IEnumerable<StoryEvent> Leave(Actor actor, long lastUs, bool stays)
    {
        if (!stays)
        {
            yield return new StoryEvent { Name = $"{actor.Id} vanishes", StartTrigger = At(lastUs / 1e6, ValueRule.GreaterThan, "vanishes"), Actions = [new StoryAction($"delete {actor.Id}", new DeleteEntityAction { EntityId = actor.Id })] };
        }
    }

    private static StoryTrigger At(double seconds, ValueRule rule, string name) => new([new TriggerGroup([new SimulationTimeCondition { Name = name, ValueS = seconds, Rule = rule }])]);

    private static WorldPosition Place(Actor actor, ActorState state)
    {
        var rear = state.Pose.CentreToRearAxle(actor.Body.RearAxleToCentreM);
        return new WorldPosition { X = rear.X, Y = rear.Y, Orientation = new StoryOrientation(false, rear.HeadingRad) };
    }

    private sealed record ManeuverOf(string ActorId, List<StoryEvent> Events);
}
