using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Something that a proposal may have to stop for: an object or the connector behind a red light.</summary>
internal sealed class ForecastItem
{
    /// <summary>True for what touches the ego now, and for a light that it has passed.</summary>
    public required bool Ignored { get; init; }

    public bool IsLight { get; init; }

    /// <summary>Speed and direction; null for what stands and for lights.</summary>
    public SceneObject? Agent { get; init; }

    public required Vector2d Centre { get; init; }

    public required Vector2d Velocity { get; init; }

    public required ConvexParts Shape { get; init; }
}
