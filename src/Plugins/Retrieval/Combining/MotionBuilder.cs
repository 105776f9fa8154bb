using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// Turns plans into motion step by step for all actors together: within kinematic limits, behind whom they follow, not through one another, on the
/// road. Deterministic; one use per instance.
/// </summary>
internal sealed class MotionBuilder
{
    private const double ReachM = 60;
    private const double SideMarginM = 0.15;
    private const double CatchUpPerS = 1.0;
    private const double HeadingSettlesS = 4;

    private readonly SceneNow _start;
    private readonly IReadOnlyList<ActorPlan> _plans;
    private readonly CombinerOptions _options;
    private readonly double _dt;
    private readonly double[] _s;
    private readonly double[] _v;
    private readonly OrientedBox[] _box;
    private readonly double[] _leastGap;
    private readonly bool[] _startsOnRoad;
    private readonly RoadMapIndex? _index;

    private MotionBuilder(SceneNow start, IReadOnlyList<ActorPlan> plans, CombinerOptions options)
    {
        _start = start;
        _plans = plans;
        _options = options;
        _dt = start.Scene.StepUs * 1e-6;
        int n = start.Actors.Length;
        _s = new double[n];
        _v = new double[n];
        _box = new OrientedBox[n];
        _leastGap = new double[n];
        _startsOnRoad = new bool[n];
        _index = start.Scene.Map.Lanes.Count > 0 ? start.Scene.Map.Index() : null;
        for (int a = 0; a < n; a++)
        {
            var actor = start.Actors[a];
            _s[a] = actor.S;
            _v[a] = Math.Max(0, actor.SpeedMps);
            _box[a] = new OrientedBox(actor.Pose, actor.Body.LengthM, actor.Body.WidthM);
            _leastGap[a] = Math.Min(options.MinGapM, Math.Max(0, start.Ahead[a].GapM));
            _startsOnRoad[a] = _index?.IsDrivable(actor.Pose.Position) ?? true;
        }
    }

    /// <summary>Moves all actors.</summary>
    /// <param name="start">The scene.</param>
    /// <param name="plans">A plan for each of its actors.</param>
    /// <param name="options">Limits.</param>
    /// <param name="steps">Number of steps of the recording.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>For each actor its states at the start and after each step.</returns>
    public static ActorState[][] Run(SceneNow start, IReadOnlyList<ActorPlan> plans, CombinerOptions options, int steps, CancellationToken cancellationToken)
    {
        var builder = new MotionBuilder(start, plans, options);
        int n = start.Actors.Length;
        var poses = new Pose2d[n][];
        for (int a = 0; a < n; a++)
        {
            poses[a] = new Pose2d[steps + 1];
            poses[a][0] = start.Actors[a].Pose;
        }

        for (int k = 1; k <= steps; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            builder.Step(k, poses);
        }

        var states = new ActorState[n][];
        for (int a = 0; a < n; a++)
        {
            states[a] = States(poses[a], start.Scene.Tracks[start.Actors[a].Track].At(start.Step), builder._dt);
        }

        return states;
    }

    private void Step(int k, Pose2d[][] poses)
    {
        for (int a = 0; a < _s.Length; a++)
        {
            var actor = _start.Actors[a];
            double v = Wanted(a, k);
            if (actor.OnRoad)
            {
                v = Math.Min(v, Math.Max(SafeSpeed(a), _v[a] - _options.MaxBrakingMps2 * _dt));
            }

            v = Math.Max(0, v);
            var pose = PoseAt(a, k, _s[a] + v * _dt, poses[a]);
            if (actor.OnRoad && v > 0 && RunsInto(a, pose))
            {
                v = Math.Max(0, Math.Min(v, _v[a] - _options.MaxBrakingMps2 * _dt));
                pose = PoseAt(a, k, _s[a] + v * _dt, poses[a]);
            }

            _s[a] += v * _dt;
            _v[a] = v;
            poses[a][k] = pose;
            _box[a] = new OrientedBox(pose, actor.Body.LengthM, actor.Body.WidthM);
        }
    }

    private double Wanted(int a, int k)
    {
        var along = _plans[a].Along;
        double s0 = _start.Actors[a].S;
        double v = (along.At(k * _dt) - along.At((k - 1) * _dt)) / _dt + CatchUpPerS * (s0 + along.At((k - 1) * _dt) - _s[a]);
        return Math.Clamp(v, _v[a] - _options.MaxBrakingMps2 * _dt, _v[a] + _options.MaxAccelMps2 * _dt);
    }

    // The greatest speed from which one can still stop behind whoever is ahead, should that one brake as hard (Gipps, Krauss).
    private double SafeSpeed(int a)
    {
        var me = _start.Actors[a];
        var line = me.Course.Line;
        var here = _box[a].Centre;
        double ownD = line.Project(here).D;
        double safe = double.PositiveInfinity;
        double b = _options.MaxBrakingMps2 * 0.75;
        for (int j = 0; j < _s.Length; j++)
        {
            if (j == a || _box[j].Centre.DistanceSquaredTo(here) > ReachM * ReachM)
            {
                continue;
            }

            var at = line.Project(_box[j].Centre);
            double ahead = at.S - _s[a];
            if (ahead <= 0 || Math.Abs(at.D - ownD) > 0.5 * (me.Body.WidthM + _start.Actors[j].Body.WidthM) + SideMarginM)
            {
                continue;
            }

            double along = _box[j].Axis.Dot(at.Tangent);
            if (along < 0.5)
            {
                continue;
            }

            double gap = ahead - 0.5 * (me.Body.LengthM + _start.Actors[j].Body.LengthM);
            if (gap < -0.5 * me.Body.LengthM)
            {
                continue;
            }

            double room = gap - _leastGap[a];
            double leader = _v[j] * along;
            double root = b * b * _dt * _dt + leader * leader + 2 * b * room;
            safe = Math.Min(safe, root > 0 ? Math.Max(0, Math.Sqrt(root) - b * _dt) : 0);
        }

        return safe;
    }

    // Into someone in front, whatever way that one goes; whoever overlaps from the start is let go.
    private bool RunsInto(int a, Pose2d pose)
    {
        var box = new OrientedBox(pose, _start.Actors[a].Body.LengthM, _start.Actors[a].Body.WidthM);
        for (int j = 0; j < _box.Length; j++)
        {
            if (j != a && box.Centre.DistanceSquaredTo(_box[j].Centre) < 400 && box.Overlaps(_box[j]) && !_box[a].Overlaps(_box[j])
                && _box[a].ToBody(_box[j].Centre).X > 0)
            {
                return true;
            }
        }

        return false;
    }

    private Pose2d PoseAt(int a, int k, double s, Pose2d[] before)
    {
        var actor = _start.Actors[a];
        double d = _plans[a].AcrossAt(k * _dt);
        if (!actor.OnRoad)
        {
            return new Pose2d(actor.Course.Line.ToWorld(s, d), actor.Pose.HeadingRad);
        }

        var point = actor.Course.Line.ToWorld(s, d);
        if (_index is not null && _startsOnRoad[a] && s < actor.Course.Line.LengthM && !_index.IsDrivable(point))
        {
            for (double share = 0.75; share >= 0; share -= 0.25)
            {
                point = actor.Course.Line.ToWorld(s, d * share);
                if (_index.IsDrivable(point))
                {
                    break;
                }
            }
        }

        double along = actor.Course.HeadingAt(s);
        double rate = (_plans[a].AcrossAt(k * _dt) - _plans[a].AcrossAt((k - 1) * _dt)) / _dt;
        double speed = Math.Max((s - _s[a]) / _dt, 2);
        double heading = along + Math.Clamp(rate / speed, -0.5, 0.5);
        double first = actor.Course.HeadingAt(actor.S);
        heading += Pinned.AngleDifference(actor.Pose.HeadingRad, first) * Pinned.Exp(-Math.Max(0, s - actor.S) / (HeadingSettlesS * Math.Max(actor.SpeedMps, 2)));
        heading += _plans[a].TurnAt(k * _dt);
        double was = before[k - 1].HeadingRad;
        return new Pose2d(point, was + Pinned.AngleDifference(heading, was));
    }

    private static ActorState[] States(Pose2d[] poses, ActorState first, double dt)
    {
        var states = new ActorState[poses.Length];
        states[0] = first;
        for (int k = 1; k < poses.Length; k++)
        {
            var moved = poses[k].Position - poses[k - 1].Position;
            double speed = moved.Dot(poses[k].ToDirection()) / dt;
            states[k] = new ActorState(
                poses[k].X,
                poses[k].Y,
                poses[k].HeadingRad,
                speed,
                moved.Dot(poses[k].ToDirection().Left) / dt,
                (speed - states[k - 1].SpeedMps) / dt,
                (poses[k].HeadingRad - poses[k - 1].HeadingRad) / dt);
        }

        return states;
    }
}
