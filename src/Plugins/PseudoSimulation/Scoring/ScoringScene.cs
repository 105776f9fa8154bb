using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>A scene prepared for scoring: indexed map areas, centre line and red lights. Immutable, safe for concurrent use.</summary>
public sealed class ScoringScene
{
    private readonly Dictionary<string, MapArea> _lanesById = new(StringComparer.Ordinal);
    private readonly Dictionary<SceneObject, ObjectOutlines> _logged = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="compatibility">Whose results.</param>
    /// <exception cref="ArgumentException">The centre line has no point, an area has fewer than three, a coordinate is not finite, or an object cannot be placed.</exception>
    public ScoringScene(PseudoScene scene, Compatibility compatibility)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Scene = scene;
        Compatibility = compatibility;
        var line = scene.Map.Centreline;
        if (line.Count == 0)
        {
            throw new ArgumentException($"Scene {scene.Name} has no centre line.", nameof(scene));
        }

        Centreline = new Polyline(line.Count > 1 ? [.. line.Select(p => p.Position)] : [line[0].Position, line[0].Position]);
        Areas = new MapArea[scene.Map.Polygons.Count];
        for (int i = 0; i < Areas.Length; i++)
        {
            var polygon = scene.Map.Polygons[i];
            if (polygon.Exterior.Count < 3 || polygon.Exterior.Any(p => !double.IsFinite(p.X) || !double.IsFinite(p.Y)))
            {
                throw new ArgumentException($"Area {polygon.Id} of scene {scene.Name} needs at least three finite points.", nameof(scene));
            }

            Areas[i] = new MapArea(polygon, scene.Map.RouteLaneIds.Contains(polygon.Id));
            if (Areas[i].IsLane)
            {
                _lanesById.TryAdd(polygon.Id, Areas[i]);
            }
        }

        RedAreas = RedAreasOf(scene.RedConnectors);
        foreach (var logged in scene.Objects)
        {
            _logged[logged] = new ObjectOutlines(logged);
        }
    }

    /// <summary>The scene itself.</summary>
    public PseudoScene Scene { get; }

    /// <summary>Whose results.</summary>
    public Compatibility Compatibility { get; }

    internal MapArea[] Areas { get; }

    internal Polyline Centreline { get; }

    /// <summary>Red areas by sample; empty when there are none at any.</summary>
    internal MapArea[][] RedAreas { get; }

    /// <summary>An object with its outlines; those of the scene's own objects are made once.</summary>
    internal ObjectOutlines OutlinesOf(SceneObject other) => _logged.TryGetValue(other, out var prepared) ? prepared : new ObjectOutlines(other);

    /// <summary>The areas of red connectors by sample; connectors off the route and unknown ones are left out.</summary>
    internal MapArea[][] RedAreasOf(IReadOnlyList<IReadOnlyList<string>> redConnectors)
    {
        if (redConnectors.Count == 0)
        {
            return [];
        }

        var red = new MapArea[Horizon.Samples][];
        bool any = false;
        for (int i = 0; i < red.Length; i++)
        {
            int from = Math.Min(i, redConnectors.Count - 1);
            if (i > 0 && ReferenceEquals(redConnectors[from], redConnectors[Math.Min(i - 1, redConnectors.Count - 1)]))
            {
                red[i] = red[i - 1];
                continue;
            }

            red[i] = [.. redConnectors[from].Select(id => _lanesById.GetValueOrDefault(id)).OfType<MapArea>().Where(area => area.OnRoute)];
            any |= red[i].Length > 0;
        }

        return any ? red : [];
    }
}
