using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>One case of the driver <c>pdm-closed</c>. Not thread-safe.</summary>
internal sealed class PdmClosedSession : IDriverSession
{
    private const double MapRadiusM = 120;
    private const double RebuildM = 5;
    private const double DefaultSpeedMps = 13.9;

    private readonly DriverTask _task;
    private readonly PdmClosedDriverOptions _options;
    private readonly EgoShape _shape;
    private PdmClosedPlanner? _planner;
    private IReadOnlyList<string> _route = [];
    private SceneMap? _map;
    private Dictionary<string, List<string>> _closedBy = [];
    private Vector2d _builtAt;
    private DriverAnswer? _answer;
    private long _plannedUs;

    public PdmClosedSession(DriverTask task, PdmClosedDriverOptions options)
    {
        (_task, _options) = (task, options);
        var body = task.Actors[task.EgoIndex].Body;
        _shape = new EgoShape(body.LengthM, body.WidthM, task.Vehicle.WheelbaseM, body.RearAxleToCentreM);
        foreach (string id in task.Task.Route)
        {
            if (task.Map.Index().IndexOf(id) < 0)
            {
                throw new InputException($"driver 'pdm-closed' cannot follow the route of scenario '{task.Scenario}': its map has no lane '{id}'");
            }
        }
    }

    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (_answer is not null && observation.TimeUs < _plannedUs + _options.ReplanUs)
        {
            return _answer;
        }

        var ego = EgoNow(observation.Ego);
        if (_planner is null)
        {
            Begin(ego);
        }

        if (_map is null || _builtAt.DistanceTo(ego.Pose.Position) > RebuildM)
        {
            Rebuild(ego);
        }

        var prepared = new ScoringScene(Scene(observation, ego), _options.Compatibility);
        var plan = _planner!.Plan(prepared);
        _plannedUs = observation.TimeUs;
        _answer = DriverAnswer.FromPlan(Emergency(plan) ? Braking(prepared.Scene, plan) : Followed(plan));
        return _answer;
    }

    public void Dispose()
    {
    }

    private void Begin(in EgoState ego)
    {
        double? desired = _options.Planner.SpeedLimitMps ?? _task.Task.DesiredSpeedMps;
        _planner = new PdmClosedPlanner(_options.Planner with
        {
            SpeedLimitMps = desired,
            FallbackSpeedMps = Math.Max(_options.Planner.FallbackSpeedMps == new PdmClosedOptions().FallbackSpeedMps ? DefaultSpeedMps : _options.Planner.FallbackSpeedMps, ego.Vx),
        });
        _route = _task.Task.Route.Count > 0 ? _task.Task.Route : GoalRoute.To(_task.Task.Goals, _task.Map.Index(), ego.Pose);
    }

    private void Rebuild(in EgoState ego)
    {
        _builtAt = ego.Pose.Position;
        // Off the lanes it keeps to the line that it had, and without one drives straight on.
        _map = SceneMapBuilder.Build(_task.Map.Index(), ego.Pose, MapRadiusM, _route).Map ?? _map ?? RecordedRoad.OpenGround(ego);
        _closedBy = RecordedLights.Closed(_task.Map, _map);
    }

    private EgoState EgoNow(in ActorState centre)
    {
        var axle = centre.Pose.CentreToRearAxle(_shape.RearAxleToCentreM);
        return new EgoState(axle.X, axle.Y, axle.HeadingRad, centre.SpeedMps, 0, centre.AccelMps2, 0, centre.SteerRad, 0, centre.YawRateRps);
    }

    private PseudoScene Scene(Observation observation, in EgoState ego)
    {
        var objects = new List<SceneObject>(observation.Others.Length);
        foreach (ref readonly var other in observation.Others.Span)
        {
            var info = _task.Actors[other.Index];
            var (present, poses, velocities) = (new bool[Horizon.Samples], new Pose2d[Horizon.Samples], new Vector2d[Horizon.Samples]);
            present[0] = true;
            poses[0] = other.State.Pose;
            var type = SceneClasses.Of(info.Class);
            velocities[0] = type.IsAgent() ? new Vector2d(other.State.SpeedMps, other.State.LateralMps).FromAxis(other.State.Pose.ToDirection()) : Vector2d.Zero;
            objects.Add(new SceneObject(info.Id, type, info.Body.LengthM, info.Body.WidthM, present, poses, velocities));
        }

        return new PseudoScene
        {
            Name = _task.Scenario,
            TimeUs = observation.TimeUs,
            Ego = ego,
            Shape = _shape,
            Map = _map!,
            Objects = objects,
            RedConnectors = _closedBy.Count == 0 ? [] : [Red(observation)],
        };
    }

    private List<string> Red(Observation observation)
    {
        var red = new List<string>();
        foreach (ref readonly var signal in observation.Signals.Span)
        {
            if (signal.State is SignalState.Red or SignalState.RedYellow && _closedBy.TryGetValue(signal.Id, out var connectors))
            {
                red.AddRange(connectors);
            }
        }

        return red;
    }

    private bool Emergency(PdmClosedPlan plan) => _options.EmergencyDecelMps2 > 0 && plan.Scores[plan.Chosen].AtFaultCollisionSample is not null;

    private PlanPoint[] Followed(PdmClosedPlan plan)
    {
        var points = new PlanPoint[_options.FollowDriven ? Horizon.Samples : plan.Trajectory.Count];
        for (int i = 0; i < points.Length; i++)
        {
            var pose = _options.FollowDriven ? FromNow(plan.Driven, i) : plan.Trajectory[i];
            // The original's model may roll back a little where it should stand.
            double speed = Math.Max(0, _options.FollowDriven ? plan.Driven[Math.Min(i + 1, Horizon.Steps)].Vx : plan.SpeedsMps[i]);
            points[i] = new PlanPoint(_plannedUs + (i * Horizon.StepUs), pose.X, pose.Y, pose.HeadingRad, speed);
        }

        return points;
    }

    // The first step of the driven motion shows the steering that the vehicle has, not the one that it should have next; planning anew at each step
    // it would never come to turn. So the motion from the second sample on is laid to where the ego is.
    private static Pose2d FromNow(IReadOnlyList<EgoState> driven, int sample)
    {
        var last = driven[Horizon.Steps];
        var pose = sample < Horizon.Steps ? driven[sample + 1].Pose : last.Pose.Moved(Math.Max(0, last.Vx) * Horizon.StepSeconds);
        return driven[0].Pose.PoseToWorld(driven[1].Pose.PoseToBody(pose));
    }

    private PlanPoint[] Braking(PseudoScene scene, PdmClosedPlan plan)
    {
        int path = plan.Chosen / _options.Planner.SpeedFractions.Count;
        var line = new ProposalPath(scene.Map.Centreline, path == 0 ? 0 : _options.Planner.OffsetsM[path - 1]);
        double progress = line.Project(scene.Ego.Pose.Position);
        double speed = Math.Max(scene.Ego.Vx, 0);
        var points = new PlanPoint[plan.Trajectory.Count];
        for (int i = 0; i < points.Length; i++)
        {
            var pose = line.PoseAt(progress);
            points[i] = new PlanPoint(_plannedUs + (i * Horizon.StepUs), pose.X, pose.Y, pose.HeadingRad, speed);
            double next = Math.Max(0, speed - (_options.EmergencyDecelMps2 * Horizon.StepSeconds));
            progress += (speed + next) / 2 * Horizon.StepSeconds;
            speed = next;
        }

        return points;
    }
}
