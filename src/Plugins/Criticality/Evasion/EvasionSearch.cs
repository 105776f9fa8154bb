using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Evasion;

/// <summary>
/// From one step of a recording: when the ego, going on as assumed, first touches somebody who moves as recorded (TTC*), and whether a manoeuvre begun
/// after some steps still avoids every contact. Boxes are compared at the recording's steps. Who is behind the ego on its path at that step is left out:
/// whoever follows must react to a braking ego, and a recorded follower cannot. Buffers are reused; not thread-safe.
/// </summary>
internal sealed class EvasionSearch
{
    private readonly EgoScene _scene;
    private readonly EvasionLimits _limits;
    private readonly bool _recorded;
    private readonly int _horizon;
    private readonly RoadMapIndex? _road;
    private readonly double _radius;
    private readonly double[] _s;
    private readonly double[] _speed;
    private readonly double[] _accel;
    private readonly OrientedBox[] _boxes;
    private readonly int[] _near;
    private readonly double[] _otherRadius;
    private readonly sbyte[] _known;
    private int _from;
    private int _steps;
    private int _nearCount;
    private int _hint;

    /// <summary>Prepares buffers.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="limits">What an evading ego can do.</param>
    /// <param name="horizon">How many steps are looked ahead.</param>
    /// <param name="recorded">True: the ego goes on as recorded. False: it keeps its speed along its path.</param>
    /// <param name="road">Where given, a manoeuvre must keep an ego that is on the road on it.</param>
    public EvasionSearch(EgoScene scene, EvasionLimits limits, int horizon, bool recorded, RoadMapIndex? road)
    {
        _scene = scene;
        _limits = limits;
        _horizon = Math.Max(1, Math.Min(horizon, scene.EndStep - scene.FromStep));
        _recorded = recorded;
        _road = road;
        _radius = Radius(scene.Ego.Body);
        _s = new double[_horizon + 1];
        _speed = new double[_horizon + 1];
        _accel = new double[_horizon + 1];
        _boxes = new OrientedBox[_horizon + 1];
        _near = new int[scene.Others.Count];
        _otherRadius = new double[scene.Others.Count];
        for (int i = 0; i < _otherRadius.Length; i++)
        {
            _otherRadius[i] = Radius(scene.Others[i].Track.Body);
        }

        _known = new sbyte[4 * (_horizon + 1)];
    }

    /// <summary>Steps until the first contact, or -1 for none; the steps that <see cref="Avoids"/> then speaks of begin here.</summary>
    /// <param name="from">A step at which the ego is present.</param>
    /// <param name="with">Whom it touches.</param>
    public int Begin(int from, out ActorView? with)
    {
        _from = from;
        _hint = -1;
        Array.Clear(_known);
        Predict(from);
        int contact = -1;
        with = null;
        _nearCount = 0;
        double reachable = 0.5 * Math.Sqrt(2) * Math.Max(_limits.ClipMps2, Math.Max(_limits.BrakeMps2, _limits.KickdownMps2));
        for (int i = 0; i < _scene.Others.Count; i++)
        {
            var other = _scene.Others[i];
            if (other.IsPresent(from) && other.At(from) is { OnPath: true, Ahead: false })
            {
                continue;
            }

            double touch = _radius + _otherRadius[i];
            bool near = false;
            int first = Math.Max(from, other.FromStep);
            int last = Math.Min(from + _steps, other.EndStep - 1);
            for (int step = first; step <= last; step++)
            {
                ref readonly var there = ref other.At(step);
                if (!there.Present)
                {
                    continue;
                }

                int k = step - from;
                double t = k * _scene.DtSeconds;
                double reach = touch + reachable * t * t;
                double apart = _boxes[k].Centre.DistanceSquaredTo(there.Box.Centre);
                near |= apart <= reach * reach;
                if ((contact < 0 || k < contact) && apart <= touch * touch && _boxes[k].Overlaps(there.Box))
                {
                    (contact, with) = (k, other);
                }
            }

            if (near)
            {
                _near[_nearCount++] = i;
            }
        }

        return contact;
    }

    /// <summary>True when a manoeuvre that begins some steps later touches nobody up to the horizon. Remembered until the next <see cref="Begin"/>.</summary>
    public bool Avoids(Manoeuvre manoeuvre, int afterSteps)
    {
        ref sbyte known = ref _known[(int)manoeuvre * (_horizon + 1) + afterSteps];
        if (known == 0)
        {
            known = Try(manoeuvre, afterSteps) ? (sbyte)1 : (sbyte)-1;
        }

        return known > 0;
    }

    /// <summary>
    /// Whom the ego first touches when it accelerates evenly along the path (to a stand at most) and across it, there with the opposite sign from half of
    /// the horizon on; null for nobody.
    /// </summary>
    /// <param name="along">Acceleration along the path, m/s².</param>
    /// <param name="across">Acceleration across it, m/s².</param>
    public ActorView? FirstTouch(double along, double across)
    {
        double dt = _scene.DtSeconds;
        var (s, d, speed, speedAcross) = (_s[0], 0.0, _speed[0], 0.0);
        for (int k = 1; k <= _steps; k++)
        {
            double next = speed >= 0 ? Math.Max(0, speed + along * dt) : speed;
            double side = speed > 0 ? (2 * k <= _steps + 1 ? across : -across) : 0;
            s += 0.5 * (speed + next) * dt;
            d += (speedAcross + 0.5 * side * dt) * dt;
            speedAcross = next > 0 ? speedAcross + side * dt : 0;
            speed = next;
            if (TouchedBy(Place(s, d, Math.Max(speed, 0), speedAcross, _scene.Ego.Body), _from + k) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    private bool Try(Manoeuvre manoeuvre, int after)
    {
        var motion = new EvasiveMotion(_limits, manoeuvre, _scene.DtSeconds, _s[after], _speed[after], _accel[after]);
        var body = _scene.Ego.Body;
        bool onRoad = _road is not null && manoeuvre is Manoeuvre.SteerLeft or Manoeuvre.SteerRight && _road!.IsDrivable(_boxes[after]);
        for (int k = after + 1; k <= _steps; k++)
        {
            motion.Step();
            var box = Place(motion.S, motion.D, motion.SpeedMps, motion.SpeedAcrossMps, body);
            if (TouchedBy(box, _from + k) is not null)
            {
                return false;
            }

            // Leaving the road on the way out is no way out; every third step is close enough to notice.
            if (onRoad && (k - after) % 3 == 0 && !_road!.IsDrivable(box))
            {
                return false;
            }
        }

        return true;
    }

    private ActorView? TouchedBy(in OrientedBox box, int step)
    {
        for (int n = 0; n < _nearCount; n++)
        {
            var other = _scene.Others[_near[n]];
            if (!other.IsPresent(step))
            {
                continue;
            }

            ref readonly var there = ref other.At(step);
            double touch = _radius + _otherRadius[_near[n]];
            if (box.Centre.DistanceSquaredTo(there.Box.Centre) <= touch * touch && box.Overlaps(there.Box))
            {
                return other;
            }
        }

        return null;
    }

    private void Predict(int from)
    {
        ref readonly var now = ref _scene.At(from);
        double speed = now.Velocity.Dot(now.Tangent);
        _steps = Math.Min(_horizon, _scene.EndStep - 1 - from);
        for (int k = 0; k <= _steps; k++)
        {
            if (_recorded)
            {
                ref readonly var then = ref _scene.At(from + k);
                if (!then.Present)
                {
                    _steps = k - 1;
                    return;
                }

                (_s[k], _speed[k], _accel[k], _boxes[k]) = (then.S, then.SpeedMps, then.AccelMps2, then.Box);
            }
            else
            {
                (_s[k], _speed[k], _accel[k]) = (now.S + speed * k * _scene.DtSeconds, speed, 0);
                _boxes[k] = k == 0 ? now.Box : Place(_s[k], 0, 1, 0, _scene.Ego.Body);
            }
        }
    }

    private OrientedBox Place(double s, double d, double speed, double speedAcross, BodyBox body)
    {
        var path = _scene.Path;
        _hint = path.SegmentIndexAt(s, _hint);
        var tangent = path.TangentOf(_hint);
        double beyond = s - path.ArcLengthM[_hint];
        var centre = path.Span[_hint] + tangent * beyond + tangent.Left * d;
        var axis = speedAcross == 0 ? tangent : new Vector2d(speed, speedAcross).FromAxis(tangent).UnitOr(tangent);
        return new OrientedBox(centre, axis, body.LengthM, body.WidthM);
    }

    private static double Radius(BodyBox body) => 0.5 * Math.Sqrt(body.LengthM * body.LengthM + body.WidthM * body.WidthM);
}
