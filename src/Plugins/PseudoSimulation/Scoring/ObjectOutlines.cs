using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>One object with its outline at every sample. Immutable and thread-safe.</summary>
internal sealed class ObjectOutlines
{
    private readonly Quad[] _quads = new Quad[Horizon.Samples];

    /// <exception cref="ArgumentException">Its arrays are too short, or a size or a place at which it is present is not finite.</exception>
    public ObjectOutlines(SceneObject source)
    {
        if (source.Present.Length < Horizon.Samples || source.Poses.Length < Horizon.Samples || source.Velocities.Length < Horizon.Samples)
        {
            throw new ArgumentException($"Object {source.Token} has fewer than {Horizon.Samples} samples.", nameof(source));
        }

        Source = source;
        Bounds = Bounds2d.Empty;
        double heading = double.NaN, halfLength = source.LengthM / 2, halfWidth = source.WidthM / 2;
        var axis = default(Vector2d);
        First = -1;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            if (!source.Present[i])
            {
                continue;
            }

            First = First < 0 ? i : First;
            var (pose, velocity) = (source.Poses[i], source.Velocities[i]);
            if (!double.IsFinite(pose.X + pose.Y + pose.HeadingRad + velocity.X + velocity.Y + halfLength + halfWidth) || halfLength < 0 || halfWidth < 0)
            {
                throw new ArgumentException($"Object {source.Token} has a size, place or velocity at sample {i} that is not a number.", nameof(source));
            }

            if (pose.HeadingRad != heading)
            {
                heading = pose.HeadingRad;
                axis = Vector2d.FromHeading(heading);
            }

            _quads[i] = Quad.Around(pose.Position, axis, halfLength, halfWidth);
            Bounds = Bounds.Union(_quads[i].Bounds);
        }
    }

    public SceneObject Source { get; }

    /// <summary>Everywhere it is at any sample.</summary>
    public Bounds2d Bounds { get; }

    /// <summary>Its first sample, -1 for none.</summary>
    public int First { get; }

    /// <summary>Its outline at a sample at which it is present.</summary>
    public ref readonly Quad At(int sample) => ref _quads[sample];

    /// <summary>Its speed at a sample, m/s.</summary>
    public double SpeedAt(int sample) => Source.Velocities[sample].Length;
}
