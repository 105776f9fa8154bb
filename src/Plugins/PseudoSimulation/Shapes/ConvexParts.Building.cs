using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.PseudoSimulation.Shapes;

/// <content>Buffers of lines and general rings, taken apart.</content>
internal sealed partial class ConvexParts
{
    // The geometry library of the reference rounds a joint with one chord for each 90°/16.
    private const double FilletRad = Math.PI / 2 / 16;

    /// <summary>Adds all points within a distance of a line, with round joints as chords and flat or square ends.</summary>
    /// <param name="line">Points; repeated ones are skipped.</param>
    /// <param name="distanceM">Half the width, m.</param>
    /// <param name="squareCaps">Whether the ends reach out by the distance.</param>
    public void AddBuffer(ReadOnlySpan<Vector2d> line, double distanceM, bool squareCaps)
    {
        if (!TryNext(line, 0, out int next))
        {
            return;
        }

        int at = 0;
        bool first = true;
        var before = Vector2d.Zero;
        while (true)
        {
            var from = line[at];
            var to = line[next];
            var along = (to - from) * (1 / from.DistanceTo(to));
            bool last = !TryNext(line, next, out int following);
            var left = along.Left * distanceM;
            var start = first && squareCaps ? from - (along * distanceM) : from;
            var end = last && squareCaps ? to + (along * distanceM) : to;
            AddQuad(start + left, start - left, end - left, end + left);
            if (!first)
            {
                AddJoint(from, before, along, distanceM);
            }

            if (last)
            {
                return;
            }

            (at, next, before, first) = (next, following, along, false);
        }
    }

    /// <summary>Adds the inside of a simple ring, either orientation, by cutting ears. A ring that crosses itself is covered as far as ears are found.</summary>
    public void AddRing(IReadOnlyList<Vector2d> ring)
    {
        var left = new List<Vector2d>(ring.Count);
        foreach (var point in ring)
        {
            if (left.Count == 0 || left[^1] != point)
            {
                left.Add(point);
            }
        }

        double area = 0;
        for (int i = 0; i < left.Count; i++)
        {
            area += (left[i] - left[0]).Cross(left[(i + 1) % left.Count] - left[0]);
        }

        if (area < 0)
        {
            left.Reverse();
        }

        while (left.Count >= 3)
        {
            int ear = FindEar(left);
            var (a, b, c) = (left[(ear + left.Count - 1) % left.Count], left[ear], left[(ear + 1) % left.Count]);
            if ((b - a).Cross(c - a) != 0)
            {
                AddQuad(a, b, c, c);
            }

            left.RemoveAt(ear);
        }
    }

    private static int FindEar(List<Vector2d> ring)
    {
        int n = ring.Count;
        for (int i = 0; i < n; i++)
        {
            var (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
            double turn = (b - a).Cross(c - a);
            if (turn < 0)
            {
                continue;
            }

            bool empty = true;
            for (int j = 0; j < n && empty; j++)
            {
                var p = ring[j];
                empty = p == a || p == b || p == c || !((b - a).Cross(p - a) >= 0 && (c - b).Cross(p - b) >= 0 && (a - c).Cross(p - c) >= 0);
            }

            if (empty || turn == 0)
            {
                return i;
            }
        }

        return 0;
    }

    private static bool TryNext(ReadOnlySpan<Vector2d> line, int from, out int next)
    {
        for (next = from + 1; next < line.Length; next++)
        {
            if (line[next] != line[from])
            {
                return true;
            }
        }

        return false;
    }

    private void AddJoint(Vector2d at, Vector2d before, Vector2d after, double distanceM)
    {
        double turn = before.Cross(after);
        if (turn == 0 && before.Dot(after) > 0)
        {
            return;
        }

        double side = turn > 0 ? -1 : 1;
        var from = before.Left * (side * distanceM);
        var to = after.Left * (side * distanceM);
        double swept = Math.Abs(Pinned.Atan2(turn, before.Dot(after)));
        int chords = (int)((swept / FilletRad) + 0.5);
        double startRad = from.ToHeading();
        var previous = from;
        for (int i = 1; i < chords; i++)
        {
            // Clockwise on the left of a right turn, the other way on the other side.
            var corner = Vector2d.FromHeading(startRad - (side * i * swept / chords)) * distanceM;
            AddQuad(at, at + previous, at + corner, at + corner);
            previous = corner;
        }

        AddQuad(at, at + previous, at + to, at + to);
    }
}
