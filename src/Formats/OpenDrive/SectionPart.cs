using Sim.Geometry;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// The stretch of road where one lane section holds: on both sides, or, with a singleSide section about, on one. Its cross-sections are
/// common to all its lanes, so neighbours share their border points exactly.
/// </summary>
internal sealed class SectionPart(OdrRoad road, int index, double start, double end, bool left, bool right)
{
    public OdrRoad Road { get; } = road;

    public OdrSection Section { get; } = road.Sections[index];

    /// <summary>Number of the section in the file, from 0.</summary>
    public int Index { get; } = index;

    public double Start { get; } = start;

    public double End { get; } = end;

    /// <summary>Lanes but the centre, leftmost first; lane i lies between border i and border i + 1.</summary>
    public LaneSlot[] Slots { get; set; } = [];

    /// <summary>How many of the slots lie left of the centre, which is also the centre's border index.</summary>
    public int LeftCount { get; set; }

    /// <summary>Lane 0, which carries the centre line's marks.</summary>
    public OdrLane? Centre { get; set; }

    public List<CrossSection> CrossSections { get; } = [];

    public bool HasLeft => left;

    public bool HasRight => right;

    public LaneSlot? Find(int laneId)
    {
        foreach (var slot in Slots)
        {
            if (slot.Lane.Id == laneId)
            {
                return slot;
            }
        }

        return null;
    }
}

/// <summary>All borders at one s, leftmost first.</summary>
internal sealed class CrossSection(double s, int borders)
{
    public double S { get; } = s;

    public double Elevation { get; set; }

    public double Roll { get; set; }

    public Vector2d[] Points { get; } = new Vector2d[borders];

    /// <summary>Lateral place of each border on the road surface, m.</summary>
    public double[] T { get; } = new double[borders];

    public double Width(int lane) => T[lane] - T[lane + 1];
}

/// <summary>A lane on its way from the file into the map.</summary>
internal sealed class LaneSlot(SectionPart part, OdrLane lane, int position, string id)
{
    public SectionPart Part { get; } = part;

    public OdrLane Lane { get; } = lane;

    public int Position { get; } = position;

    public string Id { get; } = id;

    /// <summary>True when the lane is driven towards growing s.</summary>
    public bool AlongS { get; } = part.Road.RunsAlongS(lane.Id);

    /// <summary>First and last cross-section that the lane keeps; First is -1 when the lane is nowhere wider than zero.</summary>
    public int First { get; set; } = -1;

    public int Last { get; set; } = -1;

    public bool Kept => First >= 0;

    public List<string> Predecessors { get; } = [];

    public List<string> Successors { get; } = [];

    public List<string> SignalIds { get; } = [];

    public string? StopLineId { get; set; }

    public double StopLineDistance { get; set; } = double.PositiveInfinity;

    /// <summary>True when the lane is open, that is wider than zero, at this end of its section.</summary>
    public bool OpenAt(bool end)
    {
        var crossings = Part.CrossSections;
        return Kept && (end ? Last == crossings.Count - 1 : First == 0)
            && crossings[end ? ^1 : 0].Width(Position) >= SectionSampler.ZeroWidthM;
    }
}
