using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>One object with its outline at every sample. Immutable and thread-safe.</summary>
internal sealed class ObjectOutlines
{
    private readonly Quad[] _quads = new Quad[Horizon.Samples];

    public ObjectOutlines(SceneObject source)
    {
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
            var pose = source.Poses[i];
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
