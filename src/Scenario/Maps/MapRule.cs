namespace Sim.Maps;

/// <summary>What a map must keep; see <see cref="RoadMapCheck"/>.</summary>
public enum MapRule
{
    /// <summary>Ids are unique within their kind.</summary>
    UniqueId,
    /// <summary>What a link, neighbour, junction, signal list or stop line names exists.</summary>
    KnownReference,
    /// <summary>Left, right and centre (and elevation, superelevation where given) have equally many points.</summary>
    EqualPointCount,
    /// <summary>Numbers are finite, a speed limit is positive.</summary>
    FiniteNumber,
    /// <summary>The centreline has a length.</summary>
    PositiveLength,
    /// <summary>The left bound lies on the left of the right bound in every cross-section.</summary>
    BoundsInOrder,
    /// <summary>The lane's outline does not cross itself; tapering to width zero is allowed.</summary>
    SimpleOutline,
    /// <summary>A successor names this lane as predecessor and the reverse.</summary>
    MutualLink,
    /// <summary>Joined lanes meet.</summary>
    JoinedEnds,
    /// <summary>A neighbour names this lane back, on the side that fits the directions.</summary>
    MutualNeighbour,
}
