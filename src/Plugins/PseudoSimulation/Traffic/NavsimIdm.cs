using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>One run of NAVSIM's reactive traffic, quirks included (specs/pseudo-simulation.md §6). Vehicles only; used once, by one thread.</summary>
internal sealed class NavsimIdm(IdmTrafficOptions options, LaneTable lanes, PseudoScene scene)
{
    private const string EgoToken = "ego";
    private const double ParkedMps = 0.1;
    private readonly List<IdmAgent> _agents = [];
    private readonly List<Idle> _vehicles = [];
    private readonly ConvexParts _ego = new();
    private readonly List<int> _candidates = [];
    private readonly TrafficOutput _output = new(scene.Objects);

    /// <summary>A vehicle as it stands at sample 0, and whether it may stay there when nobody drives it.</summary>
    private sealed record Idle(int Index, SceneObject Source, ConvexParts Box, bool Stays);

    public IReadOnlyList<SceneObject> Run(ReadOnlySpan<EgoState> ego)
    {
        Build();
        for (int step = 1; step <= Horizon.Steps; step++)
        {
            // One step late, and the rear axle where the box's centre should be.
            Propagate(ego[step - 1]);
            Observe(step);
        }

        return _output.Finish();
    }

    private void Build()
    {
        var taken = new List<ConvexParts>();
        var egoBox = new ConvexParts();
        egoBox.AddBox(scene.Ego.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM), scene.Shape.LengthM, scene.Shape.WidthM);
        taken.Add(egoBox);
        // One variable for all: a lane without a limit inherits that of the vehicle before.
        double target = options.TargetSpeedMps;
        for (int i = 0; i < scene.Objects.Count; i++)
        {
            var source = scene.Objects[i];
            if (source.Type != SceneObjectType.Vehicle || !TrafficOutput.IsNow(source))
            {
                continue;
            }

            var pose = source.Poses[0];
            var lane = lanes.At(pose, wrapped: false);
            var snapped = lane?.NearestPose(pose.Position);
            double deviation = snapped?.Position.DistanceTo(pose.Position) ?? 0;
            var box = new ConvexParts();
            box.AddBox(pose, source.LengthM, source.WidthM);
            bool onRoad = lanes.InLane(pose.Position) || lanes.InJunction(pose.Position);
            bool parked = source.Velocities[0].Length < ParkedMps && !onRoad;
            _vehicles.Add(new Idle(i, source, box, parked || (lane is not null && deviation > options.SnapM)));
            if (lane is null || deviation > options.SnapM)
            {
                continue;
            }

            var onLine = new ConvexParts();
            onLine.AddBox(snapped!.Value, source.LengthM, source.WidthM);
            if (taken.Exists(onLine.Intersects))
            {
                continue;
            }

            taken.Add(onLine);
            target = lane.SpeedLimitMps ?? target;
            var path = new AgentPath(lane.Points, lane.Headings, withoutLast: true);
            if (!path.IsValid)
            {
                continue;
            }

            var agent = new IdmAgent(source, path, lane.Project(pose.Position), source.Velocities[0].Length, target) { Index = i };
            agent.SetFootprint(snapped.Value);
            _agents.Add(agent);
        }
    }

    private void Propagate(in EgoState ego)
    {
        _ego.Clear();
        _ego.AddBox(ego.Pose, scene.Shape.LengthM, scene.Shape.WidthM);
        var centre = ego.Pose.Position;
        _agents.RemoveAll(agent => agent.Pose.Position.DistanceTo(centre) > options.RadiusM);
        double egoSpeed = Math.Sqrt((ego.Vx * ego.Vx) + (ego.Vy * ego.Vy));
        for (int i = 0; i < _agents.Count; i++)
        {
            var agent = _agents[i];
            agent.LayCorridor();
            double gap = agent.RemainingM - (agent.Source.LengthM / 2);
            double leadSpeed = 0;
            if (TryFindLead(i, out int lead, out double distance))
            {
                gap = distance;
                leadSpeed = lead < 0
                    ? agent.Along(egoSpeed, ego.HeadingRad)
                    : agent.Along(_agents[lead].SpeedMps, _agents[lead].Pose.HeadingRad);
            }

            double accel = IdmModel.Accel(options, agent.SpeedMps, agent.TargetSpeedMps, leadSpeed, gap);
            agent.Advance(Math.Min(Math.Max(-options.DecelMps2, accel), options.AccelMps2));
            agent.LayFootprint(options.HeadwayS);
        }
    }

    // -1 is the ego. A shape whose token is contained in the asking agent's token is not found.
    private bool TryFindLead(int self, out int lead, out double distance)
    {
        var agent = _agents[self];
        _candidates.Clear();
        for (int i = -1; i < _agents.Count; i++)
        {
            if (i != self
                && !agent.Source.Token.Contains(i < 0 ? EgoToken : _agents[i].Source.Token, StringComparison.Ordinal)
                && ShapeOf(i).Intersects(agent.Corridor))
            {
                _candidates.Add(i);
            }
        }

        (lead, distance) = (self, 0);
        if (_candidates.Count == 0)
        {
            return false;
        }

        Span<double> distances = _candidates.Count <= 64 ? stackalloc double[_candidates.Count] : new double[_candidates.Count];
        Span<Bounds2d> bounds = _candidates.Count <= 64 ? stackalloc Bounds2d[_candidates.Count] : new Bounds2d[_candidates.Count];
        for (int i = 0; i < _candidates.Count; i++)
        {
            distances[i] = ShapeOf(_candidates[i]).DistanceTo(agent.Footprint);
            bounds[i] = ShapeOf(_candidates[i]).Bounds;
        }

        int nearest = _candidates.Count == 1 ? 0 : new StrTree(bounds).Nearest(agent.Footprint.Bounds, distances);
        (lead, distance) = (_candidates[nearest], distances[nearest]);
        // Whatever bears "ego" in its token moves as the ego does.
        lead = lead >= 0 && _agents[lead].Source.Token.Contains(EgoToken, StringComparison.Ordinal) ? -1 : lead;
        return true;
    }

    private ConvexParts ShapeOf(int agent) => agent < 0 ? _ego : _agents[agent].Footprint;

    private void Observe(int step)
    {
        var shown = new List<ConvexParts>(_vehicles.Count);
        foreach (var agent in _agents)
        {
            var pose = agent.Pose;
            var box = new ConvexParts();
            box.AddBox(pose, agent.Source.LengthM, agent.Source.WidthM);
            shown.Add(box);
            _output.Set(agent.Index, step, pose, pose.ToDirection() * agent.SpeedMps);
        }

        foreach (var vehicle in _vehicles)
        {
            bool driven = _agents.Exists(agent => agent.Index == vehicle.Index);
            if (!driven && vehicle.Stays && !shown.Exists(vehicle.Box.Intersects))
            {
                shown.Add(vehicle.Box);
                // It keeps the velocity that it was seen with, moving or not.
                _output.Set(vehicle.Index, step, vehicle.Source.Poses[0], vehicle.Source.Velocities[0]);
            }
        }
    }
}
