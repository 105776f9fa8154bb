using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving.Contacts;

/// <summary>The contact that the record asks for. Immutable.</summary>
internal sealed record ContactWish
{
    /// <summary>Side of the first actor, unknown for any.</summary>
    public ContactPlane PlaneA { get; init; }

    /// <summary>Side of the second actor, unknown for any.</summary>
    public ContactPlane PlaneB { get; init; }

    /// <summary>Where on that side, -1 (right or back end) to 1 (left or front end).</summary>
    public double PlaceA { get; init; }

    /// <summary>Where on the second actor's side.</summary>
    public double PlaceB { get; init; }

    /// <summary>Cost of another side of the first actor than <see cref="PlaneA"/>.</summary>
    public double WrongA { get; init; } = ContactSearch.WrongSide;

    /// <summary>Cost of another side of the second actor than <see cref="PlaneB"/>.</summary>
    public double WrongB { get; init; } = ContactSearch.WrongSide;

    /// <summary>Where the contact must lie, or null.</summary>
    public Polygon? Area { get; init; }
}
