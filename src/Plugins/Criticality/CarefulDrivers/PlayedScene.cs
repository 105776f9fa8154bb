using Sim.Geometry;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// What another driver in the ego's place meets: everybody else as played, and the ego's own recorded way as the path and speed that it keeps until it
/// reacts. Immutable; shared by all runs of one recording.
/// </summary>
internal sealed class PlayedScene
{
    private const double SafetyS = 1e-9;
    private readonly double[] _plannedMps;

    public PlayedScene(EgoScene scene, int fromStep, int endStep, CancellationToken cancellationToken)
    {
        Scene = scene;
        FromStep = fromStep;
        EndStep = endStep;
        var others = new List<PlayedActor>();
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var played = new PlayedActor(scene, other.Track, fromStep, endStep);
            if (played.Ever)
            {
                others.Add(played);
            }
        }

        Others = others;
        _plannedMps = new double[endStep - fromStep];
        double speed = Math.Max(scene.At(fromStep).SpeedMps, 0);
        for (int step = fromStep; step < endStep; step++)
        {
            speed = step < scene.EndStep && scene.At(step).Present ? Math.Max(scene.At(step).SpeedMps, 0) : speed;
            _plannedMps[step - fromStep] = speed;
        }
    }

    /// <summary>The recording as the metrics see it.</summary>
    public EgoScene Scene { get; }

    /// <summary>Step at which the other driver takes over.</summary>
    public int FromStep { get; }

    /// <summary>One past the last step.</summary>
    public int EndStep { get; }

    /// <summary>Everybody who is there at some step.</summary>
    public IReadOnlyList<PlayedActor> Others { get; }

    /// <summary>Steps per second.</summary>
    public double FrequencyHz => 1e6 / Scene.Recording.StepUs;

    /// <summary>The recorded speed of the ego, m/s, held after its record ends.</summary>
    public double PlannedMps(int step) => _plannedMps[Math.Min(step, EndStep - 1) - FromStep];

    /// <summary>An actor as played, or null when it is never there.</summary>
    public PlayedActor? Find(string id) => Others.FirstOrDefault(o => o.Track.Id == id);

    /// <summary>The ego's box at a place beside its path.</summary>
    public OrientedBox Place(double s, double d)
    {
        var tangent = Scene.Path.TangentAt(s);
        var centre = Scene.Path.PointAt(s, PolylineEnds.Extend) + tangent.Left * d;
        return new OrientedBox(centre, tangent, Scene.Ego.Body.LengthM, Scene.Ego.Body.WidthM);
    }

    /// <summary>The fraction of a step at which two boxes that move from one place to the next first touch, found to a thousandth.</summary>
    public static double FirstTouch(in OrientedBox egoBefore, in OrientedBox egoAfter, in PlayedState before, in PlayedState after)
    {
        if (!before.Present || egoBefore.Overlaps(before.Box))
        {
            return before.Present ? 0 : 1;
        }

        double low = 0, high = 1;
        while (high - low > 1e-3 + SafetyS)
        {
            double middle = (low + high) / 2;
            if (Between(egoBefore, egoAfter, middle).Overlaps(Between(before.Box, after.Box, middle)))
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    private static OrientedBox Between(in OrientedBox a, in OrientedBox b, double share) =>
        new(a.Centre + (b.Centre - a.Centre) * share, share < 0.5 ? a.Axis : b.Axis, b.LengthM, b.WidthM);
}
