namespace Sim.Plugins.CrashReports.Solving.Ways;

/// <summary>An actor's way through the place, and where on it things may happen. Immutable.</summary>
internal sealed record Way
{
    /// <summary>The way of the box's centre.</summary>
    public required DrivePath Path { get; init; }

    /// <summary>Arc length that the story is about: where the junction begins, the middle of a plain road, the point of crossing, m.</summary>
    public required double AnchorM { get; init; }

    /// <summary>Least arc length at which the contact may be, m.</summary>
    public required double FromM { get; init; }

    /// <summary>Greatest arc length at which the contact may be, m.</summary>
    public required double ToM { get; init; }

    /// <summary>Where it starts from rest, m, or null.</summary>
    public double? StartM { get; init; }

    /// <summary>Lanes of the map that it follows, in order.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>What was assumed to draw it, sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
