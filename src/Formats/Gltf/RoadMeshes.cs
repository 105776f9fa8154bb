using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.Gltf;

/// <summary>Ground, lanes and their lines around what moved. Heights keep areas that lie on each other apart. Thread-safe.</summary>
internal static class RoadMeshes
{
    private const double AroundM = 100;
    private const double GroundMarginM = 20;
    private const double LineM = 0.12;
    private const double GroundZ = -0.06;
    private const double LineZ = 0.03;
    private const double PathZ = 0.05;
    private const double MaxMapM = 1e6;

    /// <summary>Where anybody was, world frame; around the map's first lane, else around zero, when nobody was anywhere.</summary>
    public static Bounds2d Moved(Recording recording)
    {
        var bounds = Bounds2d.Empty;
        foreach (var track in recording.Tracks)
        {
            for (int step = Math.Max(0, track.FirstStep); step < Math.Min(track.EndStep, recording.StepCount); step++)
            {
                if (track.IsPresent(step) && ActorMotion.Placed(track.At(step)))
                {
                    bounds = bounds.Including(new(track.X.Span[step - track.FirstStep], track.Y.Span[step - track.FirstStep]));
                }
            }
        }

        return !bounds.IsEmpty ? bounds : recording.Map.Lanes.Count > 0 ? Bounds2d.Of(recording.Map.Lanes[0].Centre.Span) : new Bounds2d(0, 0, 0, 0);
    }

    /// <summary>The ground, never empty.</summary>
    public static GltfMesh Ground(RoadMap map, Bounds2d moved, Vector2d origin)
    {
        var ground = moved;
        foreach (var lane in Near(map, moved))
        {
            ground = ground.Union(Within(lane, moved));
        }

        ground = ground.Grown(GroundMarginM);
        var mesh = new GltfMesh(origin);
        mesh.Quad(new(ground.MinX, ground.MinY), new(ground.MaxX, ground.MinY), new(ground.MaxX, ground.MaxY), new(ground.MinX, ground.MaxY), GroundZ);
        return mesh;
    }

    /// <summary>Surfaces of lanes for traffic, or of the others (paths, shoulders).</summary>
    public static GltfMesh Lanes(RoadMap map, Bounds2d moved, Vector2d origin, bool traffic)
    {
        var mesh = new GltfMesh(origin);
        foreach (var lane in Near(map, moved))
        {
            if (lane.IsDrivable() == traffic)
            {
                mesh.Between(lane.Left, lane.Right, traffic ? 0 : -0.03);
            }
        }

        return mesh;
    }

    /// <summary>Boundaries of lanes, stop lines and outlines of crosswalks.</summary>
    public static GltfMesh Lines(RoadMap map, Bounds2d moved, Vector2d origin)
    {
        var mesh = new GltfMesh(origin);
        foreach (var lane in Near(map, moved))
        {
            // A marking that the source denies is not drawn; one that it does not mention is.
            if (lane.LeftMarking != LaneMarking.None)
            {
                mesh.Ribbon(lane.Left.Span, LineM, LineZ);
            }

            if (lane.RightMarking != LaneMarking.None)
            {
                mesh.Ribbon(lane.Right.Span, LineM, LineZ);
            }
        }

        var around = moved.Grown(AroundM);
        foreach (var crosswalk in map.Crosswalks)
        {
            if (Bounds2d.Of(crosswalk.Outline.Span) is var bounds && Usable(bounds) && bounds.Overlaps(around))
            {
                mesh.Ribbon([.. crosswalk.Outline.Span, crosswalk.Outline.Span[0]], 3 * LineM, LineZ);
            }
        }

        foreach (var stop in map.StopLines)
        {
            if (Bounds2d.Of(stop.From, stop.To) is var bounds && Usable(bounds) && bounds.Overlaps(around))
            {
                mesh.Ribbon([stop.From, stop.To], 3 * LineM, LineZ);
            }
        }

        return mesh;
    }

    /// <summary>The way that a track took.</summary>
    public static GltfMesh Path(Recording recording, Track track, Vector2d origin)
    {
        var mesh = new GltfMesh(origin);
        var run = new List<Vector2d>();
        for (int step = Math.Max(0, track.FirstStep); step <= Math.Min(track.EndStep, recording.StepCount); step++)
        {
            if (step < recording.StepCount && track.IsPresent(step) && track.At(step) is var state && ActorMotion.Placed(state))
            {
                if (run.Count == 0 || run[^1].DistanceTo(new(state.X, state.Y)) > 0.25)
                {
                    run.Add(new(state.X, state.Y));
                }
            }
            else
            {
                mesh.Ribbon(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(run), 2 * LineM, PathZ);
                run.Clear();
            }
        }

        return mesh;
    }

    private static IEnumerable<Lane> Near(RoadMap map, Bounds2d moved)
    {
        var around = moved.Grown(AroundM);
        return map.Lanes.Where(lane => Bounds(lane) is var bounds && Usable(bounds) && bounds.Overlaps(around));
    }

    private static Bounds2d Bounds(Lane lane) => Bounds2d.Of(lane.Left.Span).Union(Bounds2d.Of(lane.Right.Span));

    // A motorway's lane goes on for kilometres; its ground does.
    private static Bounds2d Within(Lane lane, Bounds2d moved) => Bounds(lane) is var bounds && bounds.WidthM + bounds.HeightM < MaxMapM ? bounds : moved;

    private static bool Usable(Bounds2d bounds) =>
        Math.Abs(bounds.MinX) <= 1e9 && Math.Abs(bounds.MaxX) <= 1e9 && Math.Abs(bounds.MinY) <= 1e9 && Math.Abs(bounds.MaxY) <= 1e9;
}
