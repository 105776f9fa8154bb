using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>
/// Everybody does what was recorded, whatever the ego does. Objects whose box touches the ego's at sample 0 are left out of all samples
/// (specs/pseudo-simulation.md §6). Stateless, safe for concurrent use.
/// </summary>
public sealed class LogReplayTraffic : ITrafficPolicy
{
    /// <inheritdoc/>
    public string Name => "log-replay";

    /// <inheritdoc/>
    /// <returns>The scene's own list when nobody is left out.</returns>
    public IReadOnlyList<SceneObject> Move(PseudoScene scene, ReadOnlySpan<EgoState> ego)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var footprint = Quad.OfEgo(scene.Ego, scene.Shape);
        List<SceneObject>? kept = null;
        for (int i = 0; i < scene.Objects.Count; i++)
        {
            var other = scene.Objects[i];
            bool touches = other.Present[0] && footprint.Intersects(
                Quad.Around(other.Poses[0].Position, other.Poses[0].ToDirection(), other.LengthM / 2, other.WidthM / 2));
            if (touches && kept is null)
            {
                kept = [.. scene.Objects.Take(i)];
            }
            else if (!touches)
            {
                kept?.Add(other);
            }
        }

        return kept ?? scene.Objects;
    }
}
