using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Says which findings about a map lie in the OpenDRIVE file's own data, by the second reading. Null: the data do not explain it.</summary>
internal sealed class OpenDriveFlaws(OpenDriveReading reading, RoadMap map)
{
    private const int Samples = 400;

    // The second reading sums its reference line; it is good to a tenth of a millimetre.
    private const double ApartM = RoadMapCheck.JoinToleranceM - 1e-4;

    /// <summary>How the data break the rule at the lane, or null.</summary>
    public string? Explain(MapRule rule, string laneId)
    {
        if (!reading.Has(laneId))
        {
            return null;
        }

        switch (rule)
        {
            case MapRule.JoinedEnds:
                return Joint(laneId);
            case MapRule.FiniteNumber:
                return reading.HasUnusableSpeed(laneId) ? "its speed limit is not positive in the file" : null;
            case MapRule.SimpleOutline or MapRule.BoundsInOrder or MapRule.PositiveLength:
                var (upper, lower) = Sides(laneId);
                return rule switch
                {
                    MapRule.SimpleOutline => PlainGeometry.CrossesItself(upper, lower) ? "its borders cross each other or themselves in the file" : null,
                    MapRule.BoundsInOrder => PlainGeometry.SidesSwap(upper, lower) ? "its borders change sides in the file" : null,
                    _ => PlainGeometry.HasNoLength(upper, lower) ? "its section has no length in the file" : null,
                };
            default:
                // Links, neighbours and ids are the reader's own making.
                return null;
        }
    }

    private string? Joint(string laneId)
    {
        bool exit = reading.RunsAlongS(laneId);
        var links = reading.Links().Concat(reading.JunctionLinks()).SelectMany(l => new[] { l, (A: l.B, AtEndOfA: l.AtEndOfB, B: l.A, AtEndOfB: l.AtEndOfA) }).ToList();
        foreach (string next in map.Lanes.Single(l => l.Id == laneId).Successors)
        {
            bool entry = !reading.RunsAlongS(next);
            if (!links.Contains((laneId, exit, next, entry)))
            {
                continue;
            }

            var (left, right) = Ends(laneId, exit);
            var (nextLeft, nextRight) = Ends(next, entry);
            double apart = Math.Max(left.DistanceTo(nextLeft), right.DistanceTo(nextRight));
            if (apart > ApartM)
            {
                return FormattableString.Invariant($"linked to lane {next} in the file although their ends lie {apart:0.###} m apart");
            }
        }

        return null;
    }

    private (Vector2d Left, Vector2d Right) Ends(string laneId, bool end)
    {
        var (upper, lower, _) = reading.Borders(laneId, end ? 1 - 1e-9 : 1e-9);
        return reading.RunsAlongS(laneId) ? (upper, lower) : (lower, upper);
    }

    private (List<Vector2d> Upper, List<Vector2d> Lower) Sides(string laneId)
    {
        var (from, to) = reading.LongestOpenStretch(laneId);
        var upper = new List<Vector2d>();
        var lower = new List<Vector2d>();
        for (int i = 0; i <= Samples; i++)
        {
            var (a, b, _) = reading.Borders(laneId, Math.Clamp(from + ((to - from) * i / Samples), 1e-9, 1 - 1e-9));
            upper.Add(a);
            lower.Add(b);
        }

        return (upper, lower);
    }
}
