using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>One run of the reactive traffic with the quirks mended (docs/pseudo-simulation/traffic.md). Used once, by one thread.</summary>
internal sealed class SaneIdm(IdmTrafficOptions options, LaneTable lanes, PseudoScene scene)
{
    // What a car can brake; the comfortable deceleration of the model is not a limit.
    private const double HardestBrakingMps2 = 8;
    private const double SpareRouteM = 30;
    private readonly List<IdmAgent> _agents = [];
    private readonly List<Route> _routes = [];
    private readonly HashSet<int> _driven = [];
    private readonly TrafficOutput _output = new(scene.Objects);
    private readonly ConvexParts _ego = new();
    private readonly ConvexParts _other = new();

    /// <summary>Where the connectors of an agent's path begin, m of progress.</summary>
    private sealed record Route(List<(string Connector, double StartM)> Connectors);

    public IReadOnlyList<SceneObject> Run(ReadOnlySpan<EgoState> ego)
    {
        Build();
        for (int step = 1; step <= Horizon.Steps; step++)
        {
            Propagate(ego[step], step);
            for (int i = 0; i < scene.Objects.Count; i++)
            {
                if (scene.Objects[i].Type == SceneObjectType.Vehicle && !_driven.Contains(i))
                {
                    _output.Log(i, step);
                }
            }

            foreach (var agent in _agents)
            {
                var pose = agent.Pose;
                _output.Set(agent.Index, step, pose, pose.ToDirection() * agent.SpeedMps);
            }
        }

        return _output.Finish();
    }

    private void Build()
    {
        var taken = new List<ConvexParts>();
        _ego.AddBox(scene.Ego.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM), scene.Shape.LengthM, scene.Shape.WidthM);
        taken.Add(_ego);
        for (int i = 0; i < scene.Objects.Count; i++)
        {
            var source = scene.Objects[i];
            if (source.Type != SceneObjectType.Vehicle || !TrafficOutput.IsNow(source))
            {
                continue;
            }

            var pose = source.Poses[0];
            var box = new ConvexParts();
            box.AddBox(pose, source.LengthM, source.WidthM);
            if (lanes.At(pose, wrapped: true) is { } lane && CanDrive(lane, source) && !taken.Exists(box.Intersects))
            {
                taken.Add(box);
                Add(i, source, lane);
            }
        }
    }

    // Who is far from every lane, stands across it or drives against it, follows the log.
    private bool CanDrive(SceneLane lane, SceneObject source)
    {
        var pose = source.Poses[0];
        var nearest = lane.NearestPose(pose.Position);
        return nearest.Position.DistanceTo(pose.Position) <= options.SnapM
            && Math.Abs(Pinned.AngleDifference(nearest.HeadingRad, pose.HeadingRad)) < Math.PI / 4
            && source.Velocities[0].Dot(nearest.ToDirection()) >= -0.5
            && scene.Ego.Pose.Position.DistanceTo(pose.Position) <= options.RadiusM;
    }

    private void Add(int index, SceneObject source, SceneLane lane)
    {
        var pose = source.Poses[0];
        double speed = source.Velocities[0].Length;
        double target = lane.SpeedLimitMps ?? options.TargetSpeedMps;
        double offset = lane.NearestPose(pose.Position).PointToBody(pose.Position).Y;
        double start = lane.Project(pose.Position);
        double needed = start + (Math.Max(speed, target) * Horizon.Steps * Horizon.StepSeconds) + SpareRouteM;
        var points = new List<Vector2d>();
        var headings = new List<double>();
        var connectors = new List<(string, double)>();
        double length = 0;
        int laneCount = 0;
        for (var at = lane; at is not null && laneCount < 32; at = length < needed ? at.Successor : null, laneCount++)
        {
            if (at.IsConnector)
            {
                connectors.Add((at.Id, length));
            }

            for (int i = points.Count == 0 ? 0 : 1; i < at.Points.Length; i++)
            {
                // Parallel to the centre line at the distance at which the vehicle was seen.
                points.Add(at.Points[i] + (Vector2d.FromHeading(at.Headings[i]).Left * offset));
                headings.Add(at.Headings[i]);
            }

            length += at.LengthM;
        }

        var path = new AgentPath(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(headings), withoutLast: false);
        if (!path.IsValid)
        {
            return;
        }

        var agent = new IdmAgent(source, path, path.Clamp(path.Project(pose.Position)), speed, target) { Index = index };
        agent.LayFootprint(options.HeadwayS);
        _agents.Add(agent);
        _routes.Add(new Route(connectors));
        _driven.Add(index);
    }

    private void Propagate(in EgoState ego, int step)
    {
        _ego.Clear();
        _ego.AddBox(ego.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM), scene.Shape.LengthM, scene.Shape.WidthM);
        double egoSpeed = Math.Sqrt((ego.Vx * ego.Vx) + (ego.Vy * ego.Vy));
        for (int i = 0; i < _agents.Count; i++)
        {
            var agent = _agents[i];
            var lead = new Lead(double.PositiveInfinity, 0);
            agent.LayCorridor();
            agent.SetFootprint(agent.Pose);
            Consider(ref lead, agent, _ego, egoSpeed, ego.HeadingRad);
            for (int j = 0; j < _agents.Count; j++)
            {
                if (j != i)
                {
                    ConsiderAgent(ref lead, agent, _agents[j]);
                }
            }

            ConsiderLogged(ref lead, agent, step);
            ConsiderLights(ref lead, agent, _routes[i], step);
            double accel = IdmModel.Accel(options, agent.SpeedMps, agent.TargetSpeedMps, lead.SpeedMps, lead.GapM);
            agent.Advance(Math.Clamp(accel, -HardestBrakingMps2, options.AccelMps2));
            agent.LayFootprint(options.HeadwayS);
        }

        for (int i = _agents.Count - 1; i >= 0; i--)
        {
            // It drove off the known road.
            if (_agents[i].ProgressM >= _agents[i].Path.EndM)
            {
                _agents.RemoveAt(i);
                _routes.RemoveAt(i);
            }
        }
    }

    private void ConsiderAgent(ref Lead lead, IdmAgent agent, IdmAgent other)
    {
        var pose = other.Pose;
        // The lane that another will need counts only if he is ahead: a follower is no lead because he is fast.
        bool ahead = agent.Path.Project(pose.Position) > agent.ProgressM + (agent.Source.LengthM / 2);
        if (ahead)
        {
            Consider(ref lead, agent, other.Footprint, other.SpeedMps, pose.HeadingRad);
        }
        else
        {
            _other.Clear();
            _other.AddBox(pose, other.Source.LengthM, other.Source.WidthM);
            Consider(ref lead, agent, _other, other.SpeedMps, pose.HeadingRad);
        }
    }

    private void ConsiderLogged(ref Lead lead, IdmAgent agent, int step)
    {
        for (int i = 0; i < scene.Objects.Count; i++)
        {
            var source = scene.Objects[i];
            if (source.Present[step] && !_driven.Contains(i))
            {
                _other.Clear();
                _other.AddBox(source.Poses[step], source.LengthM, source.WidthM);
                var velocity = source.Velocities[step];
                Consider(ref lead, agent, _other, velocity.Length, velocity.ToHeading());
            }
        }
    }

    private void ConsiderLights(ref Lead lead, IdmAgent agent, Route route, int step)
    {
        if (scene.RedConnectors.Count <= step)
        {
            return;
        }

        foreach (var (connector, startM) in route.Connectors)
        {
            double gap = startM - agent.ProgressM - (agent.Source.LengthM / 2);
            if (gap >= agent.SpeedMps * agent.SpeedMps / (2 * HardestBrakingMps2) && scene.RedConnectors[step].Contains(connector))
            {
                lead.Nearer(gap, 0);
                return;
            }
        }
    }

    private static void Consider(ref Lead lead, IdmAgent agent, ConvexParts shape, double speedMps, double headingRad)
    {
        if (shape.Intersects(agent.Corridor) && agent.IsAhead(shape))
        {
            lead.Nearer(shape.DistanceTo(agent.Footprint), agent.Along(speedMps, headingRad));
        }
    }

    private record struct Lead(double GapM, double SpeedMps)
    {
        public void Nearer(double gapM, double speedMps)
        {
            if (gapM < GapM)
            {
                (GapM, SpeedMps) = (gapM, speedMps);
            }
        }
    }
}
