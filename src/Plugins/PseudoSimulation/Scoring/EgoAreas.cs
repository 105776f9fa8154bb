using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>Which areas the ego is in at each sample (specs/pseudo-simulation.md §8, ego areas). Reused; not thread-safe.</summary>
internal sealed class EgoAreas(ScoringScene scene)
{
    private const int AllCorners = 15;

    // Areas near the proposal at hand. Whichever held the ego last is moved to the front: the first test then decides most samples.
    private readonly MapArea[] _surfaces = new MapArea[scene.Areas.Length];
    private readonly MapArea[] _lanes = new MapArea[scene.Areas.Length];
    private readonly MapArea[] _junctions = new MapArea[scene.Areas.Length];
    private readonly bool _mended = scene.Compatibility == Compatibility.Sane;
    private int _surfaceCount;
    private int _laneCount;
    private int _junctionCount;

    /// <summary>Bit i: at sample i the corners lie in more than one lane and no lane holds all four.</summary>
    public ulong MultipleLanes { get; private set; }

    /// <summary>Bit i: at sample i a corner is off the drivable area.</summary>
    public ulong NonDrivable { get; private set; }

    /// <summary>Bit i: at sample i the centre counts as in oncoming traffic.</summary>
    public ulong Oncoming { get; private set; }

    /// <summary>Bit i: at sample i the centre is in a junction.</summary>
    public ulong CentreInJunction { get; private set; }

    public void Classify(EgoTrack ego)
    {
        Gather(ego.Bounds);
        MultipleLanes = NonDrivable = Oncoming = CentreInJunction = 0;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            ulong bit = 1UL << i;
            ref readonly var outline = ref ego.Outlines[i];
            var centre = ego.Centres[i];
            CentreInJunction |= InJunction(centre) ? bit : 0;
            NonDrivable |= OnSurfaces(outline) ? 0 : bit;
            bool onRoute = false;
            MultipleLanes |= AcrossLanes(outline, centre, ref onRoute) ? bit : 0;
            bool oncoming = _mended ? AgainstLanes(centre, ego.Axes[i]) : !onRoute;
            Oncoming |= oncoming ? bit : 0;
        }
    }

    /// <summary>True when a point of the proposal at hand lies in a junction.</summary>
    public bool InJunction(Vector2d p)
    {
        for (int k = 0; k < _junctionCount; k++)
        {
            if (_junctions[k].Contains(p))
            {
                return true;
            }
        }

        return false;
    }

    private void Gather(Bounds2d bounds)
    {
        _surfaceCount = _laneCount = _junctionCount = 0;
        foreach (var area in scene.Areas)
        {
            if (!area.Bounds.Overlaps(bounds))
            {
                continue;
            }

            if (area.IsLane)
            {
                _lanes[_laneCount++] = area;
                continue;
            }

            _surfaces[_surfaceCount++] = area;
            if (area.Type == MapPolygonType.Intersection)
            {
                _junctions[_junctionCount++] = area;
            }
        }
    }

    private bool OnSurfaces(in Quad outline)
    {
        int covered = 0;
        for (int k = 0; k < _surfaceCount; k++)
        {
            var area = _surfaces[k];
            if (!area.Bounds.Overlaps(outline.Bounds))
            {
                continue;
            }

            int held = CornersIn(area, outline, covered);
            covered |= held;
            if (covered == AllCorners)
            {
                if (held == AllCorners)
                {
                    ToFront(_surfaces, k);
                }

                return true;
            }
        }

        return false;
    }

    private bool AcrossLanes(in Quad outline, Vector2d centre, ref bool onRoute)
    {
        int touched = 0;
        bool held = false;
        for (int k = 0; k < _laneCount && !(held && (onRoute || _mended)); k++)
        {
            var area = _lanes[k];
            if (!area.Bounds.Overlaps(outline.Bounds))
            {
                continue;
            }

            onRoute |= !onRoute && area.OnRoute && area.Contains(centre);
            if (held)
            {
                continue;
            }

            int corners = CornersIn(area, outline, 0);
            touched += corners != 0 ? 1 : 0;
            if (corners == AllCorners)
            {
                held = true;
                ToFront(_lanes, k);
            }
        }

        return touched > 1 && !held;
    }

    // In a lane, and in no lane whose direction agrees. A lane of unknown direction agrees when it is on the route.
    private bool AgainstLanes(Vector2d centre, Vector2d direction)
    {
        bool inLane = false;
        for (int k = 0; k < _laneCount; k++)
        {
            var area = _lanes[k];
            if (!area.Contains(centre))
            {
                continue;
            }

            inLane = true;
            if (area.Agrees(centre, direction) ?? area.OnRoute)
            {
                return false;
            }
        }

        return inLane;
    }

    // Bits 0 to 3: front left, rear left, rear right, front right; those that are known already are not asked again.
    private static int CornersIn(MapArea area, in Quad outline, int known) =>
        ((known & 1) == 0 && area.Contains(outline.FrontLeft) ? 1 : 0)
        | ((known & 2) == 0 && area.Contains(outline.RearLeft) ? 2 : 0)
        | ((known & 4) == 0 && area.Contains(outline.RearRight) ? 4 : 0)
        | ((known & 8) == 0 && area.Contains(outline.FrontRight) ? 8 : 0);

    private static void ToFront(MapArea[] areas, int k)
    {
        for (var area = areas[k]; k > 0; k--)
        {
            areas[k] = areas[k - 1];
            areas[k - 1] = area;
        }
    }
}
