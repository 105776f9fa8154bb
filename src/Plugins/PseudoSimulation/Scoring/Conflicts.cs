using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>Collisions that are the ego's fault, and times to collision that are too short (specs/pseudo-simulation.md §8, NC and TTC). Reused; not thread-safe.</summary>
internal sealed class Conflicts(Compatibility compatibility)
{
    /// <summary>Up to this speed the ego or another counts as standing when they touch, m/s.</summary>
    private const double StandingMps = 0.05;

    /// <summary>Below this speed the ego is nobody's danger, m/s.</summary>
    private const double StoppedMps = 0.005;

    private const int LastTtcSample = 31;
    private const int LookAheadStride = 3;
    private const int LookAheads = 4;

    private const double Cos30 = 0.86602540378443864676;

    private ObjectOutlines[] _near = [];
    private bool[] _ignored = [];
    private int _count;

    /// <summary>NC.</summary>
    public double NoAtFault { get; private set; }

    /// <summary>First sample of a collision that is the ego's fault, -1 for none.</summary>
    public int CollisionSample { get; private set; }

    /// <summary>With whom.</summary>
    public string? CollisionToken { get; private set; }

    /// <summary>First sample of a time to collision that is too short, -1 for none.</summary>
    public int TtcSample { get; private set; }

    /// <summary>With whom.</summary>
    public string? TtcToken { get; private set; }

    public void Find(EgoTrack ego, EgoAreas areas, ReadOnlySpan<ObjectOutlines> objects)
    {
        if (_near.Length < objects.Length)
        {
            _near = new ObjectOutlines[objects.Length];
            _ignored = new bool[objects.Length];
        }

        _count = 0;
        foreach (var other in objects)
        {
            if (other.Bounds.Overlaps(ego.Reach))
            {
                _near[_count++] = other;
            }
        }

        FindCollision(ego, areas.MultipleLanes | areas.NonDrivable);
        FindTtc(ego, areas);
    }

    private void FindCollision(EgoTrack ego, ulong outside)
    {
        NoAtFault = 1;
        CollisionSample = -1;
        CollisionToken = null;
        _ignored.AsSpan(0, _count).Clear();
        for (int t = 0; t < Horizon.Samples; t++)
        {
            ref readonly var outline = ref ego.Outlines[t];
            for (int k = 0; k < _count; k++)
            {
                var other = _near[k];
                if (_ignored[k] || !other.Source.Present[t] || !outline.Intersects(other.At(t)))
                {
                    continue;
                }

                if (!IsAtFault(ego, t, other, (outside >> t & 1) != 0))
                {
                    _ignored[k] = true;
                    continue;
                }

                if (CollisionSample < 0)
                {
                    CollisionSample = t;
                    CollisionToken = other.Source.Token;
                }

                if (other.Source.Type.IsAgent())
                {
                    NoAtFault = 0;
                    return;
                }

                NoAtFault = 0.5;
            }
        }
    }

    private bool IsAtFault(EgoTrack ego, int t, ObjectOutlines other, bool outside)
    {
        if (ego.Speeds[t] <= StandingMps)
        {
            return false;
        }

        // The reference knows a track's velocity at its first sample only.
        int known = compatibility == Compatibility.Navsim22 ? other.First : t;
        if (!other.Source.Type.IsAgent() || other.SpeedAt(known) <= StandingMps)
        {
            return true;
        }

        double ahead = ego.Ahead(t, other.Source.Poses[t].Position, out double distance);
        if (ahead < -Cos30 * distance)
        {
            return false;
        }

        ref readonly var outline = ref ego.Outlines[t];
        ref readonly var there = ref other.At(t);
        return outside
            || (ego.Reversing[t] ? there.Intersects(outline.RearLeft, outline.RearRight) : there.Intersects(outline.FrontLeft, outline.FrontRight));
    }

    private void FindTtc(EgoTrack ego, EgoAreas areas)
    {
        TtcSample = -1;
        TtcToken = null;
        if (_count == 0)
        {
            return;
        }

        _ignored.AsSpan(0, _count).Clear();
        ulong outside = areas.MultipleLanes | areas.NonDrivable;
        for (int t = 0; t <= LastTtcSample; t++)
        {
            if (ego.Speeds[t] < StoppedMps)
            {
                continue;
            }

            ref readonly var outline = ref ego.Outlines[t];
            for (int f = 0; f < LookAheads; f++)
            {
                int at = t + (f * LookAheadStride);
                var way = ego.Velocities[t] * (f * LookAheadStride * Horizon.StepSeconds);
                var moved = outline.Moved(way);
                for (int k = 0; k < _count; k++)
                {
                    var other = _near[k];
                    if (_ignored[k] || !other.Source.Present[at] || !moved.Intersects(other.At(at)))
                    {
                        continue;
                    }

                    // The reference sees the other's place then from the ego's place now.
                    var seen = other.Source.Poses[at].Position;
                    double ahead = ego.Ahead(t, compatibility == Compatibility.Navsim22 ? seen : seen - way, out double distance);
                    bool inTheWay = ahead > Cos30 * distance
                        || (ahead >= -Cos30 * distance && ((outside >> t & 1) != 0 || areas.InJunction(ego.RearAxles[t])));
                    if (inTheWay)
                    {
                        TtcSample = t;
                        TtcToken = other.Source.Token;
                        return;
                    }

                    _ignored[k] = true;
                }
            }
        }
    }
}
