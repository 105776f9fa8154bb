using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Where a road user comes from.</summary>
internal sealed class Travel
{
    /// <summary>Direction of travel before the first manoeuvre, compass degrees.</summary>
    public Leaf<double?> HeadingDeg { get; set; } = Leaf.Unknown<double?>(null);

    /// <summary>How good the words for the heading are: 3 travel, 2 standing or lane, 1 derived from another one.</summary>
    public int Rank { get; set; }

    /// <summary>The words that say it comes by a driveway or parking place.</summary>
    public TextSpan? Driveway { get; set; }

    /// <summary>The words that say it comes by a side road, or by the road that ends at the junction.</summary>
    public TextSpan? SideRoad { get; set; }
}
