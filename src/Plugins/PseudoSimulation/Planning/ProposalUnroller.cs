using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Unrolls the policies of PDM-Closed along one path: at each step each policy looks for the nearest thing in its way and follows it. One thread.</summary>
internal sealed class ProposalUnroller
{
    private readonly PseudoScene _scene;
    private readonly PdmClosedOptions _options;
    private readonly Forecast _forecast;
    private readonly ProposalPath _path;
    private readonly double[] _targets;
    private readonly bool _sane;
    private readonly ConvexParts _corridor = new();
    private readonly ConvexParts _ego = new();
    private readonly ConvexParts _moved = new();
    private readonly List<(ForecastItem Item, ConvexParts Shape, double ProgressM)> _inWay = [];
    private readonly double[]? _bendSpeeds;
    private readonly State[] _states;
    private readonly Lead[] _leads;

    private record struct State(double ProgressM, double SpeedMps, Pose2d Pose);

    private record struct Lead(double ProgressM, double SpeedMps, double RearM);

    public ProposalUnroller(PseudoScene scene, PdmClosedOptions options, Forecast forecast, ProposalPath path, double[] targets, Compatibility compatibility)
    {
        (_scene, _options, _forecast, _path, _targets, _sane) = (scene, options, forecast, path, targets, compatibility == Compatibility.Sane);
        _bendSpeeds = options.BendAccelMps2 is { } lateral ? path.BendSpeeds(lateral, options.AccelMps2) : null;
        _states = new State[targets.Length * Forecast.Samples];
        _leads = new Lead[targets.Length * Forecast.Samples];
        double progress = path.Project(scene.Ego.Pose.Position);
        double reach = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            _states[i * Forecast.Samples] = new State(progress, scene.Ego.Vx, path.PoseAt(progress));
            reach = Math.Max(reach, targets[i]);
        }

        path.Corridor(progress, progress + (reach * (Forecast.Samples - 1) * Horizon.StepSeconds), scene.Shape.WidthM / 2, _corridor);
    }

    public Pose2d PoseAt(int policy, int sample) => _states[(policy * Forecast.Samples) + sample].Pose;

    public double SpeedAt(int policy, int sample) => _states[(policy * Forecast.Samples) + sample].SpeedMps;

    /// <summary>Unrolls policies from the sample after <paramref name="from"/> to <paramref name="to"/>.</summary>
    public void Unroll(int firstPolicy, int policies, int from, int to)
    {
        for (int sample = from + 1; sample <= to; sample++)
        {
            bool update = _sane || sample % 2 == 0;
            if (update)
            {
                FindInWay(sample);
            }

            // In the reference what a policy follows is overwritten by the next, not cleared: with nothing ahead it keeps the speed, and behind
            // something the length, that was found for the one before it.
            var carried = default(Lead);
            for (int policy = firstPolicy; policy < firstPolicy + policies; policy++)
            {
                int at = (policy * Forecast.Samples) + sample;
                if (update)
                {
                    carried = FindLead(_states[at - 1], _sane ? default : carried, sample);
                    _leads[at] = carried;
                }
                else
                {
                    // At the first step nothing was found yet: a lead at the origin of the path, that is one at the least gap.
                    _leads[at] = _leads[at - 1];
                }

                _states[at] = Step(_states[at - 1], _leads[at], _targets[policy]);
            }
        }
    }

    private void FindInWay(int sample)
    {
        int used = 0;
        foreach (var item in _forecast.Items)
        {
            if (item.Ignored)
            {
                continue;
            }

            var by = _forecast.Moved(item, sample);
            _moved.Clear();
            _moved.AddMovedCopy(item.Shape, by);
            if (!_moved.Intersects(_corridor))
            {
                continue;
            }

            if (used == _inWay.Count)
            {
                _inWay.Add((item, new ConvexParts(), 0));
            }

            var shape = _inWay[used].Shape;
            shape.Clear();
            shape.AddMovedCopy(item.Shape, by);
            _inWay[used++] = (item, shape, _path.Project(item.Centre + by));
        }

        _inWay.RemoveRange(used, _inWay.Count - used);
    }

    private Lead FindLead(in State state, Lead lead, int sample)
    {
        int nearest = -1;
        double least = double.PositiveInfinity;
        bool tie = false;
        for (int i = 0; i < _inWay.Count; i++)
        {
            if (!(_inWay[i].ProgressM > state.ProgressM))
            {
                continue;
            }

            if (nearest < 0)
            {
                _ego.Clear();
                _ego.AddBox(state.Pose.RearAxleToCentre(_scene.Shape.RearAxleToCentreM), _scene.Shape.LengthM, _scene.Shape.WidthM);
            }

            double distance = _ego.DistanceTo(_inWay[i].Shape);
            tie = distance == least || (tie && distance > least);
            if (nearest < 0 || distance < least)
            {
                (nearest, least) = (i, distance);
            }
        }

        if (nearest < 0)
        {
            return lead with { ProgressM = _path.LengthM, RearM = _scene.Shape.LengthM / 2 };
        }

        var found = _inWay[tie ? FirstInQuery(state, sample, least) : nearest].Item;
        lead = lead with { ProgressM = state.ProgressM + least };
        return found.IsLight ? lead : lead with { SpeedMps = found.Agent is { } agent ? Along(agent, state.Pose.HeadingRad) : 0 };
    }

    // Of several at one distance, which is 0, the reference takes the first that its tree of all objects yields.
    private int FirstInQuery(in State state, int sample, double distance)
    {
        var bounds = new Bounds2d[_forecast.Items.Count];
        for (int i = 0; i < bounds.Length; i++)
        {
            var by = _forecast.Moved(_forecast.Items[i], sample);
            var b = _forecast.Items[i].Shape.Bounds;
            bounds[i] = new Bounds2d(b.MinX + by.X, b.MinY + by.Y, b.MaxX + by.X, b.MaxY + by.Y);
        }

        var order = new List<int>();
        new StrTree(bounds).QueryOrder(order);
        foreach (int item in order)
        {
            for (int i = 0; i < _inWay.Count; i++)
            {
                if (_inWay[i].Item == _forecast.Items[item] && _inWay[i].ProgressM > state.ProgressM && _ego.DistanceTo(_inWay[i].Shape) == distance)
                {
                    return i;
                }
            }
        }

        throw new InvalidOperationException("No object lies at the distance that was measured.");
    }

    private static double Along(SceneObject agent, double headingRad) => agent.Velocities[0].Length * Pinned.Cos(agent.Poses[0].HeadingRad - headingRad);

    private State Step(in State state, in Lead lead, double targetMps)
    {
        double v = state.SpeedMps;
        double target = _bendSpeeds is null ? targetMps : Math.Min(targetMps, _bendSpeeds[_path.IndexAt(state.ProgressM)]);
        double desired = _options.MinGapM + (v * _options.HeadwayS) + (v * (v - lead.SpeedMps) / (2 * Math.Sqrt(_options.AccelMps2 * _options.DecelMps2)));
        double pressure = desired / Math.Max(lead.ProgressM - state.ProgressM - lead.RearM, _options.MinGapM);
        double accel = _options.AccelMps2 * (1 - Power(v / target) - (pressure * pressure));
        double progress = state.ProgressM + (Horizon.StepSeconds * v);
        double speed = v + (Horizon.StepSeconds * Math.Min(Math.Max(accel, -_options.DecelMps2), _options.AccelMps2));
        return new State(progress, _sane ? Math.Max(0, speed) : speed, _path.PoseAt(progress));
    }

    private double Power(double ratio)
    {
        if (_options.Exponent == 10)
        {
            double squared = ratio * ratio;
            double fourth = squared * squared;
            return fourth * fourth * squared;
        }

        double magnitude = Math.Abs(ratio);
        return magnitude > 0 ? Pinned.Pow(magnitude, _options.Exponent) : 0;
    }
}
