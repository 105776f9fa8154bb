using Sim.Geometry;
using Sim.Simulation.Contacts;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    // Rotation within a step moves a separating axis by less than this over a car's length at any driveable yaw rate.
    private const double ClearlyApartM = 0.05;
    private const double MostTurnRad = 0.02;

    private readonly bool[] _inert;
    private readonly int[] _sweep;
    private readonly double[] _sweepMin;
    private readonly double[] _sweepMax;
    private readonly double[] _sweepY;
    private readonly double[] _sweepRadius;
    private WorldContact[] _contacts = new WorldContact[16];
    private int _contactCount;
    private long[] _touching = new long[16];
    private long[] _touchingNow = new long[16];
    private int _touchingCount;
    private int _touchingNowCount;

    /// <summary>
    /// Pairs that began to touch in the last step, in index order. Pairs of which neither can do anything about it (standing objects, replayed
    /// logs) are not looked at; a pair counts again only after a step without touch.
    /// </summary>
    public ReadOnlySpan<WorldContact> Contacts => _contacts.AsSpan(0, _contactCount);

    private void FindInitialContacts()
    {
        _touchingCount = 0;
        FindContacts();
    }

    /// <summary>Sweep and prune along x over the circles that hold each box during the step, then separating axes, then the exact search.</summary>
    private void FindContacts()
    {
        _touchingNowCount = 0;
        int present = Sweep();
        for (int a = 0; a < present; a++)
        {
            int i = _sweep[a];
            double max = _sweepMax[i];
            for (int b = a + 1; b < present; b++)
            {
                int j = _sweep[b];
                if (_sweepMin[j] > max)
                {
                    break;
                }

                double reach = _sweepRadius[i] + _sweepRadius[j];
                double dy = _sweepY[i] - _sweepY[j];
                if (dy > reach || dy < -reach || (_inert[i] && _inert[j]))
                {
                    continue;
                }

                double dx = _sweepMin[i] + _sweepRadius[i] - _sweepMin[j] - _sweepRadius[j];
                if (dx * dx + dy * dy <= reach * reach)
                {
                    Examine(Math.Min(i, j), Math.Max(i, j));
                }
            }
        }

        if (_contactCount > 1)
        {
            _contacts.AsSpan(0, _contactCount).Sort(static (p, q) => p.A != q.A ? p.A.CompareTo(q.A) : p.B.CompareTo(q.B));
        }

        (_touching, _touchingNow) = (_touchingNow, _touching);
        _touchingCount = _touchingNowCount;
    }

    // Absent actors sort to the end.
    private int Sweep()
    {
        int present = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!_present[i])
            {
                _sweepMin[i] = double.PositiveInfinity;
                continue;
            }

            present++;
            bool moved = _wasPresent[i];
            double dx = moved ? (_x[i] - _oldX[i]) / 2 : 0, dy = moved ? (_y[i] - _oldY[i]) / 2 : 0;
            double r = _radius[i] + Math.Sqrt(dx * dx + dy * dy) + 1e-6;
            _sweepMin[i] = _x[i] - dx - r;
            _sweepMax[i] = _x[i] - dx + r;
            _sweepY[i] = _y[i] - dy;
            _sweepRadius[i] = r;
        }

        var order = _sweep;
        for (int k = 1; k < order.Length; k++)
        {
            int i = order[k];
            double key = _sweepMin[i];
            int at = k - 1;
            while (at >= 0 && _sweepMin[order[at]] > key)
            {
                order[at + 1] = order[at];
                at--;
            }

            order[at + 1] = i;
        }

        return present;
    }

    private void Examine(int i, int j)
    {
        if (ClearlyApart(i, j) || ClearlyApart(j, i))
        {
            return;
        }

        var a = MotionOf(i);
        var b = MotionOf(j);
        if (!ContactFinder.TryFind(in a, in b, _dt, out double fraction))
        {
            return;
        }

        long key = ((long)i << 32) | (uint)j;
        Grow(ref _touchingNow, _touchingNowCount);
        _touchingNow[_touchingNowCount++] = key;
        if (_touching.AsSpan(0, _touchingCount).Contains(key))
        {
            return;
        }

        Grow(ref _contacts, _contactCount);
        _contacts[_contactCount++] = j == EgoIndex ? new WorldContact(j, i, fraction) : new WorldContact(i, j, fraction);
    }

    /// <summary>True when an axis of box i separates the boxes at both ends of a step in which they hardly turn.</summary>
    private bool ClearlyApart(int i, int j)
    {
        if (!_wasPresent[i] || !_wasPresent[j] || Math.Abs(_heading[i] - _oldHeading[i]) > MostTurnRad || Math.Abs(_heading[j] - _oldHeading[j]) > MostTurnRad)
        {
            return false;
        }

        double ux = _cos[i], uy = _sin[i];
        double c = Math.Abs(ux * _cos[j] + uy * _sin[j]), s = Math.Abs(ux * _sin[j] - uy * _cos[j]);
        double along = _halfLength[i] + c * _halfLength[j] + s * _halfWidth[j] + ClearlyApartM + MostTurnRad * (_radius[i] + _radius[j]);
        double across = _halfWidth[i] + s * _halfLength[j] + c * _halfWidth[j] + ClearlyApartM + MostTurnRad * (_radius[i] + _radius[j]);
        double nx = _x[j] - _x[i], ny = _y[j] - _y[i];
        double ox = _oldX[j] - _oldX[i], oy = _oldY[j] - _oldY[i];
        double nowAlong = nx * ux + ny * uy, oldAlong = ox * ux + oy * uy;
        double nowAcross = ux * ny - uy * nx, oldAcross = ux * oy - uy * ox;
        return (nowAlong > along && oldAlong > along) || (nowAlong < -along && oldAlong < -along)
            || (nowAcross > across && oldAcross > across) || (nowAcross < -across && oldAcross < -across);
    }

    private BoxMotion MotionOf(int i)
    {
        var to = new Pose2d(_x[i], _y[i], _heading[i]);
        var from = _wasPresent[i] ? new Pose2d(_oldX[i], _oldY[i], _oldHeading[i]) : to;
        return new BoxMotion(from, to, 2 * _halfLength[i], 2 * _halfWidth[i]);
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, 2 * count);
        }
    }
}
