using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>Annotated 2 Hz frames to samples at 10 Hz (specs/pseudo-simulation.md §3.1). Pure and thread-safe.</summary>
public static class ObjectInterpolation
{
    /// <summary>
    /// Follows each token through the frames: position, unwrapped heading and velocity are linear between two sightings (gaps are bridged), size
    /// and kind are those of the first sighting, and the object exists from its first to its last sighting. An object that is seen in one frame
    /// only exists at that instant; with <see cref="Compatibility.Navsim22"/> it stands there at every sample. Of a token that occurs twice in
    /// one frame the first counts.
    /// </summary>
    /// <param name="frames">Frames each <see cref="Horizon.FrameUs"/>, the first is now; those after <see cref="Horizon.Frames"/> are not read.</param>
    /// <param name="compatibility">Whose results.</param>
    /// <returns>Objects in order of first appearance.</returns>
    public static IReadOnlyList<SceneObject> ToSamples(IReadOnlyList<IReadOnlyList<LoggedObject>> frames, Compatibility compatibility)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var order = new List<string>();
        var sightings = new Dictionary<string, List<(int Frame, LoggedObject Object)>>(StringComparer.Ordinal);
        for (int k = 0; k < Math.Min(frames.Count, Horizon.Frames); k++)
        {
            foreach (var seen in frames[k])
            {
                if (!sightings.TryGetValue(seen.Token, out var list))
                {
                    order.Add(seen.Token);
                    sightings.Add(seen.Token, list = []);
                }

                if (list.Count == 0 || list[^1].Frame != k)
                {
                    list.Add((k, seen));
                }
            }
        }

        var objects = new SceneObject[order.Count];
        for (int i = 0; i < objects.Length; i++)
        {
            objects[i] = Interpolate(sightings[order[i]], compatibility);
        }

        return objects;
    }

    private static SceneObject Interpolate(List<(int Frame, LoggedObject Object)> seen, Compatibility compatibility)
    {
        var first = seen[0].Object;
        var result = new SceneObject(
            first.Token,
            first.Type,
            first.LengthM,
            first.WidthM,
            new bool[Horizon.Samples],
            new Pose2d[Horizon.Samples],
            new Vector2d[Horizon.Samples])
        {
            FirstSighting = seen[0].Frame * Horizon.SamplesPerFrame,
        };
        if (seen.Count == 1)
        {
            for (int i = 0; i < Horizon.Samples; i++)
            {
                result.Present[i] = compatibility == Compatibility.Navsim22 || i == seen[0].Frame * Horizon.SamplesPerFrame;
                result.Poses[i] = first.Pose;
                result.Velocities[i] = Velocity(first);
            }

            return result;
        }

        Span<double> headings = stackalloc double[Horizon.Frames];
        double correction = 0;
        headings[0] = first.Pose.HeadingRad;
        for (int j = 1; j < seen.Count; j++)
        {
            double step = seen[j].Object.Pose.HeadingRad - seen[j - 1].Object.Pose.HeadingRad;
            correction += Unwrapped(step) - step;
            headings[j] = seen[j].Object.Pose.HeadingRad + correction;
        }

        int piece = 0;
        for (int i = seen[0].Frame * Horizon.SamplesPerFrame; i <= seen[^1].Frame * Horizon.SamplesPerFrame; i++)
        {
            while (piece < seen.Count - 2 && i > seen[piece + 1].Frame * Horizon.SamplesPerFrame)
            {
                piece++;
            }

            var (from, to) = (seen[piece], seen[piece + 1]);
            double span = (to.Frame - from.Frame) * 0.5, into = (i * Horizon.StepSeconds) - (from.Frame * 0.5);
            var (a, b) = (from.Object.Pose, to.Object.Pose);
            double heading = Linear(headings[piece], headings[piece + 1]);
            var (sin, cos) = Pinned.SinCos(heading);
            var (va, vb) = (Velocity(from.Object), Velocity(to.Object));
            result.Present[i] = true;
            result.Poses[i] = new Pose2d(Linear(a.X, b.X), Linear(a.Y, b.Y), Pinned.Atan2(sin, cos));
            result.Velocities[i] = new Vector2d(Linear(va.X, vb.X), Linear(va.Y, vb.Y));

            double Linear(double start, double end) => ((end - start) / span * into) + start;
        }

        return result;
    }

    private static Vector2d Velocity(LoggedObject seen) => seen.Type.IsAgent() ? seen.Velocity : default;

    // A step shorter than half a turn stays as it is, to the last bit; others are brought there (numpy's unwrap).
    private static double Unwrapped(double step)
    {
        if (Math.Abs(step) < Math.PI)
        {
            return step;
        }

        double turned = step + Math.PI;
        turned -= Math.Floor(turned / (2 * Math.PI)) * (2 * Math.PI);
        turned -= Math.PI;
        return turned == -Math.PI && step > 0 ? Math.PI : turned;
    }
}
