using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>Keeps reference lines with the samples that the lanes were drawn from.</summary>
internal static class RoadLines
{
    public static RoadLine Of(OdrRoad road)
    {
        var sections = new List<RoadLineSection>();
        foreach (var part in road.LeftParts.Concat(road.RightParts).Distinct().OrderBy(p => p.Index).ThenByDescending(p => p.HasLeft))
        {
            if (part.CrossSections.Count >= 2)
            {
                sections.Add(Section(road, part));
            }
        }

        return new RoadLine
        {
            Id = road.Id,
            LengthM = road.Length,
            JunctionId = road.JunctionId,
            LeftHandTraffic = road.LeftHandTraffic,
            Predecessor = Link(road.Predecessor),
            Successor = Link(road.Successor),
            Sections = sections,
        };
    }

    private static RoadLineLink? Link(OdrRoadLink? link) => link is null ? null : new RoadLineLink(link.ElementId, link.IsJunction, link.IsJunction ? null : link.AtEnd);

    private static RoadLineSection Section(OdrRoad road, SectionPart part)
    {
        // Within rounding the sampler may end on a start twice; coordinates need growing s.
        var crossings = new List<CrossSection>(part.CrossSections.Count);
        foreach (var cross in part.CrossSections)
        {
            if (crossings.Count == 0 || cross.S > crossings[^1].S)
            {
                crossings.Add(cross);
            }
        }

        int count = crossings.Count;
        double[] s = new double[count], x = new double[count], y = new double[count], heading = new double[count];
        double[]? elevation = null;
        for (int i = 0; i < count; i++)
        {
            var frame = road.FrameAt(crossings[i].S);
            double direction = Pinned.Atan2(frame.Sin, frame.Cos);
            (s[i], x[i], y[i]) = (crossings[i].S, frame.X, frame.Y);
            heading[i] = i == 0 ? direction : heading[i - 1] + Pinned.AngleDifference(direction, heading[i - 1]);
            if (crossings[i].Elevation != 0)
            {
                (elevation ??= new double[count])[i] = crossings[i].Elevation;
            }
        }

        return new RoadLineSection
        {
            StationsM = s,
            X = x,
            Y = y,
            HeadingRad = heading,
            ElevationM = elevation,
            Lanes = [.. part.Slots.Select(slot => Lane(slot, crossings))],
        };
    }

    private static RoadLineLane Lane(LaneSlot slot, List<CrossSection> crossings)
    {
        int count = crossings.Count;
        double[] centre = new double[count], width = new double[count];
        for (int i = 0; i < count; i++)
        {
            double level = crossings[i].Roll == 0 ? 1 : Pinned.Cos(crossings[i].Roll);
            centre[i] = 0.5 * (crossings[i].T[slot.Position] + crossings[i].T[slot.Position + 1]) * level;
            width[i] = crossings[i].Width(slot.Position) * level;
        }

        return new RoadLineLane(slot.Lane.Id, centre, width, slot.Kept ? slot.Id : null);
    }
}
