using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Samples the shapes of trajectories. Stateless.</summary>
internal static class CurveShapes
{
    private const int MostVertices = 200_000;
    private const int PerSpan = 32;
    private const int MostOrder = 32;

    // Sampled curves turn by at most this from vertex to vertex, and go at most so far, rad and m.
    private const double TurnRad = 0.02;
    private const double StepM = 1;

    public static CurveVertex[] Vertices(StoryTrajectory trajectory, StoryPositions positions, StoryActor? self)
    {
        var list = trajectory.Shape switch
        {
            PolylineShape line => Line(line, positions, self),
            ClothoidShape clothoid => Clothoid(clothoid, positions.Resolve(clothoid.Position, self)),
            NurbsShape nurbs => Nurbs(nurbs, positions, self),
            _ => throw new InputException($"the trajectory '{trajectory.Name}' has a shape that the embedded engine does not know"),
        };
        if (trajectory.Closed && list.Count > 1)
        {
            list.Add(list[0] with { Time = null });
        }

        if (list.Count < 2)
        {
            throw new InputException($"the trajectory '{trajectory.Name}' has {list.Count} vertices; give it at least two");
        }

        return [.. list];
    }

    private static List<CurveVertex> Line(PolylineShape line, StoryPositions positions, StoryActor? self)
    {
        var list = new List<CurveVertex>(line.Vertices.Count);
        foreach (var vertex in line.Vertices)
        {
            var pose = positions.Resolve(vertex.Position, self);
            list.Add(new CurveVertex(pose.X, pose.Y, vertex.Position.Orientation is null ? null : pose.Heading, vertex.TimeS));
        }

        return list;
    }

    private static List<CurveVertex> Clothoid(ClothoidShape shape, in StoryPose start)
    {
        double k1 = shape.CurvaturePerM + shape.CurvatureChangePerM2 * shape.LengthM;
        double most = Math.Max(Math.Abs(shape.CurvaturePerM), Math.Abs(k1));
        double count = Math.Ceiling(shape.LengthM / Math.Min(StepM, TurnRad / Math.Max(most, 1e-9)));
        int n = (int)Math.Clamp(count, 1, MostVertices);
        double step = shape.LengthM / n, x = start.X, y = start.Y;
        double heading = start.Heading;
        double Turn(double s) => heading + s * (shape.CurvaturePerM + 0.5 * s * shape.CurvatureChangePerM2);
        double? Time(double s) => shape.StartTimeS is { } t0 && shape.StopTimeS is { } t1 && shape.LengthM > 0 ? t0 + s / shape.LengthM * (t1 - t0) : null;
        var list = new List<CurveVertex>(n + 1) { new(x, y, Turn(0), Time(0)) };
        // Gauss's two points: exact enough for pieces that turn this little.
        double near = 0.5 - 0.5 / Math.Sqrt(3), far = 0.5 + 0.5 / Math.Sqrt(3);
        for (int i = 1; i <= n; i++)
        {
            var (sa, ca) = Pinned.SinCos(Turn((i - 1 + near) * step));
            var (sb, cb) = Pinned.SinCos(Turn((i - 1 + far) * step));
            x += 0.5 * step * (ca + cb);
            y += 0.5 * step * (sa + sb);
            list.Add(new CurveVertex(x, y, Turn(i * step), Time(i * step)));
        }

        return list;
    }

    private static List<CurveVertex> Nurbs(NurbsShape shape, StoryPositions positions, StoryActor? self)
    {
        int n = shape.ControlPoints.Count, order = shape.Order;
        if (order is < 2 or > MostOrder || n < order || shape.Knots.Count != n + order)
        {
            throw new InputException($"a NURBS trajectory has {n} control points, {shape.Knots.Count} knots and the order {order}; expected an order of 2 to {MostOrder}, at least as many points and points + order knots");
        }

        double[] px = new double[n], py = new double[n], pt = new double[n], weights = new double[n];
        bool timed = true;
        for (int i = 0; i < n; i++)
        {
            var pose = positions.Resolve(shape.ControlPoints[i].Position, self);
            (px[i], py[i], weights[i]) = (pose.X, pose.Y, shape.ControlPoints[i].Weight);
            timed &= shape.ControlPoints[i].TimeS is not null;
            pt[i] = shape.ControlPoints[i].TimeS ?? 0;
        }

        var list = new List<CurveVertex>();
        var basis = new double[order];
        for (int span = order - 1; span < n; span++)
        {
            double from = shape.Knots[span], to = shape.Knots[span + 1];
            if (!(to > from))
            {
                continue;
            }

            for (int i = list.Count == 0 ? 0 : 1; i <= PerSpan; i++)
            {
                Basis(shape.Knots, span, order, from + (to - from) * i / PerSpan, basis);
                double w = 0, x = 0, y = 0, t = 0;
                for (int k = 0; k < order; k++)
                {
                    int p = span - order + 1 + k;
                    double b = basis[k] * weights[p];
                    (w, x, y, t) = (w + b, x + b * px[p], y + b * py[p], t + basis[k] * pt[p]);
                }

                if (!(w > 0))
                {
                    throw new InputException("a NURBS trajectory has weights that cancel; expected positive weights");
                }

                list.Add(new CurveVertex(x / w, y / w, null, timed ? t : null));
            }

            if (list.Count > MostVertices)
            {
                throw new InputException($"a NURBS trajectory needs more than {MostVertices} vertices");
            }
        }

        return list;
    }

    /// <summary>Values of the basis functions that are not zero in a span, by Cox and de Boor.</summary>
    private static void Basis(IReadOnlyList<double> knots, int span, int order, double u, double[] values)
    {
        values[0] = 1;
        for (int degree = 1; degree < order; degree++)
        {
            double saved = 0;
            for (int r = 0; r < degree; r++)
            {
                double right = knots[span + r + 1] - u, left = u - knots[span + 1 - degree + r];
                double part = right + left > 0 ? values[r] / (right + left) : 0;
                values[r] = saved + right * part;
                saved = left * part;
            }

            values[degree] = saved;
        }
    }
}
