using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Reports.Exports;

/// <summary>
/// How a strip looks at the world: one direction and one scale for all its pictures, so that they can be compared. The ego's heading at the instant at
/// which it is nearest to its partner points to the right. Immutable.
/// </summary>
internal sealed class StripView
{
    private const double LeastM = 40;
    private const double MostM = 150;
    private const double MarginM = 14;
    private readonly Vector2d _right;
    private readonly Track? _ego;
    private readonly Track? _partner;
    private readonly Recording _recording;

    /// <summary>Chooses it.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="partner">With whom the ego has its conflict, or null.</param>
    /// <param name="moments">The instants shown.</param>
    /// <param name="width">Width of a picture, pixels.</param>
    /// <param name="height">Its height, pixels.</param>
    public StripView(Recording recording, Track? partner, IReadOnlyList<KeyMoment> moments, int width, int height)
    {
        (_recording, _ego, _partner, Width, Height) = (recording, recording.Ego(), partner, width, height);
        double heading = 0, least = double.PositiveInfinity;
        foreach (var moment in moments)
        {
            if (State(_ego, moment.Step) is { } ego)
            {
                double apart = State(partner, moment.Step) is { } other ? new Vector2d(ego.X, ego.Y).DistanceTo(new(other.X, other.Y)) : double.MaxValue;
                if (apart < least)
                {
                    (least, heading) = (apart, ego.HeadingRad);
                }
            }
        }

        var (sin, cos) = Pinned.SinCos(heading);
        _right = new(cos, sin);
        double needs = LeastM;
        foreach (var moment in moments)
        {
            if (State(_ego, moment.Step) is { } ego && State(partner, moment.Step) is { } other)
            {
                var apart = (new Vector2d(other.X, other.Y) - new Vector2d(ego.X, ego.Y)).ToAxis(_right);
                needs = Math.Max(needs, Math.Max(Math.Abs(apart.X) + MarginM, (Math.Abs(apart.Y) + MarginM) * width / height));
            }
        }

        PixelsPerM = width / Math.Min(needs, MostM);
    }

    /// <summary>Width of a picture, pixels.</summary>
    public int Width { get; }

    /// <summary>Height of a picture, pixels.</summary>
    public int Height { get; }

    /// <summary>The scale.</summary>
    public double PixelsPerM { get; }

    /// <summary>Where a picture looks at: between ego and partner, at the ego, among those who are there, or at the map.</summary>
    public Vector2d Centre(int step)
    {
        if (State(_ego, step) is { } ego)
        {
            var at = new Vector2d(ego.X, ego.Y);
            return State(_partner, step) is { } other && at.DistanceTo(new(other.X, other.Y)) <= MostM ? at.Lerp(new(other.X, other.Y), 0.5) : at;
        }

        var bounds = Bounds2d.Empty;
        foreach (var track in _recording.Tracks)
        {
            if (State(track, step) is { } there)
            {
                bounds = bounds.Including(new(there.X, there.Y));
            }
        }

        return !bounds.IsEmpty ? bounds.Centre : _recording.Map.Lanes.Count > 0 ? Bounds2d.Of(_recording.Map.Lanes[0].Centre.Span).Centre : default;
    }

    /// <summary>A point of the world in a picture.</summary>
    public Vector2d ToPicture(Vector2d world, Vector2d centre)
    {
        var turned = (world - centre).ToAxis(_right);
        return new(Width / 2.0 + turned.X * PixelsPerM, Height / 2.0 - turned.Y * PixelsPerM);
    }

    /// <summary>Points of the world in a picture.</summary>
    public Vector2d[] ToPicture(ReadOnlySpan<Vector2d> world, Vector2d centre)
    {
        var points = new Vector2d[world.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = ToPicture(world[i], centre);
        }

        return points;
    }

    /// <summary>An actor's state at a step; null when it is absent or nowhere.</summary>
    public static ActorState? State(Track? track, int step) =>
        track is not null && track.IsPresent(step) && track.At(step) is var state && double.IsFinite(state.X + state.Y + state.HeadingRad) ? state : null;
}
