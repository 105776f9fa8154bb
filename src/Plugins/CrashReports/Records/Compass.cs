using System.Globalization;

namespace Sim.Plugins.CrashReports.Records;

/// <summary>Compass directions: degrees clockwise from north, 0 to below 360. Pure.</summary>
internal static class Compass
{
    private static readonly string[] Words =
        ["northbound", "northeastbound", "eastbound", "southeastbound", "southbound", "southwestbound", "westbound", "northwestbound"];

    /// <summary>The same direction in 0 to below 360.</summary>
    public static double Normal(double deg)
    {
        double turned = deg - 360 * Math.Floor(deg / 360);
        return turned >= 360 ? 0 : turned;
    }

    /// <summary>Turn from one direction to another, above -180 to 180, positive to the right.</summary>
    public static double Turn(double fromDeg, double toDeg)
    {
        double turn = Normal(toDeg - fromDeg);
        return turn > 180 ? turn - 360 : turn;
    }

    /// <summary>Angle between two directions, 0 to 180.</summary>
    public static double Angle(double aDeg, double bDeg) => Math.Abs(Turn(aDeg, bDeg));

    /// <summary>The direction back.</summary>
    public static double Opposite(double deg) => (deg + 180) % 360;

    /// <summary>True for two directions that point against each other.</summary>
    public static bool IsOpposite(double aDeg, double bDeg) => Angle(aDeg, bDeg) > 179;

    /// <summary>True for two directions that are one.</summary>
    public static bool Same(double aDeg, double bDeg) => Angle(aDeg, bDeg) < 1;

    /// <summary>The heading in the local frame (x east, y north), rad counter-clockwise from +x.</summary>
    public static double ToHeadingRad(double deg) => (90 - deg) * (Math.PI / 180);

    /// <summary>The direction of a heading in the local frame.</summary>
    public static double FromHeadingRad(double rad) => Normal(90 - rad * (180 / Math.PI));

    /// <summary>"northbound" and the like, of the nearest of eight directions.</summary>
    public static string Word(double deg) => Words[(int)Math.Floor(Normal(deg + 22.5) / 45)];

    /// <summary>True for "northbound" and its like.</summary>
    public static bool IsWord(string word) => Array.IndexOf(Words, word) >= 0;

    /// <summary>The id of a leg: "northbound", or "heading-30" between the eight directions.</summary>
    public static string LegId(double deg) =>
        Math.Abs(deg / 45 - Math.Round(deg / 45)) < 1e-9 ? Word(deg) : "heading-" + Math.Round(deg).ToString(CultureInfo.InvariantCulture);
}
