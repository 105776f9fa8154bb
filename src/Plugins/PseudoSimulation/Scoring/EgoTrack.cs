using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>One proposal's states with what all sub-scores need of them. Reused from proposal to proposal; not thread-safe.</summary>
internal sealed class EgoTrack(EgoShape shape, Compatibility compatibility)
{
    /// <summary>The farthest look-ahead, s (specs/pseudo-simulation.md §8, TTC).</summary>
    private const double LongestLookAhead = 0.9;

    public readonly Vector2d[] RearAxles = new Vector2d[Horizon.Samples];
    public readonly Vector2d[] Centres = new Vector2d[Horizon.Samples];
    public readonly Quad[] Outlines = new Quad[Horizon.Samples];
    public readonly double[] Speeds = new double[Horizon.Samples];

    /// <summary>Unit vector of the heading.</summary>
    public readonly Vector2d[] Axes = new Vector2d[Horizon.Samples];

    /// <summary>Where the ego is taken to go, m/s: along the heading with its speed; when mended along its velocity, also backwards.</summary>
    public readonly Vector2d[] Velocities = new Vector2d[Horizon.Samples];

    /// <summary>Whether the ego rolls backwards; never with <see cref="Compatibility.Navsim22"/>, which does not look.</summary>
    public readonly bool[] Reversing = new bool[Horizon.Samples];

    /// <summary>Everywhere it is.</summary>
    public Bounds2d Bounds { get; private set; }

    /// <summary>Everywhere it is or is taken to come within the look-ahead.</summary>
    public Bounds2d Reach { get; private set; }

    public void Load(ReadOnlySpan<EgoState> states)
    {
        Bounds2d bounds = Bounds2d.Empty, reach = Bounds2d.Empty;
        double halfLength = shape.LengthM / 2, halfWidth = shape.WidthM / 2;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            ref readonly var state = ref states[i];
            if (!double.IsFinite(state.X + state.Y + state.HeadingRad + state.Vx + state.Vy))
            {
                throw new ArgumentException($"The state at sample {i} is not finite.", nameof(states));
            }

            var axis = Vector2d.FromHeading(state.HeadingRad);
            double speed = Math.Sqrt((state.Vx * state.Vx) + (state.Vy * state.Vy));
            Axes[i] = axis;
            RearAxles[i] = new Vector2d(state.X, state.Y);
            Centres[i] = new Vector2d(state.X + (shape.RearAxleToCentreM * axis.X), state.Y + (shape.RearAxleToCentreM * axis.Y));
            Speeds[i] = speed;
            bool mended = compatibility == Compatibility.Sane;
            Reversing[i] = mended && state.Vx < 0;
            Velocities[i] = mended ? new Vector2d(state.Vx, state.Vy).FromAxis(axis) : axis * speed;
            Outlines[i] = Quad.Around(Centres[i], axis, halfLength, halfWidth);
            var box = Outlines[i].Bounds;
            bounds = bounds.Union(box);
            var ahead = Velocities[i] * LongestLookAhead;
            reach = reach.Union(new Bounds2d(box.MinX + ahead.X, box.MinY + ahead.Y, box.MaxX + ahead.X, box.MaxY + ahead.Y));
        }

        Bounds = bounds;
        Reach = reach.Union(bounds);
    }

    /// <summary>
    /// Cosine of the angle between the direction of travel and the way from the rear axle to a point, times that way's length; compare it with the
    /// cosine of a limit times the length, so that nothing is divided by a length of zero.
    /// </summary>
    public double Ahead(int sample, Vector2d point, out double distance)
    {
        var way = point - RearAxles[sample];
        distance = way.Length;
        double along = Axes[sample].Dot(way);
        return Reversing[sample] ? -along : along;
    }
}
