namespace Sim.Plugins.CrashReports.Reading;

/// <summary>Words for compass directions.</summary>
internal static class Bearing
{
    private static readonly string[] Eight = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];

    /// <summary>Degrees clockwise from north of a word ("north", "northbound", "northeasterly"), or null.</summary>
    public static double? Degrees(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        string stem = word.EndsWith("bound", StringComparison.Ordinal) ? word[..^5]
            : word.EndsWith("erly", StringComparison.Ordinal) ? word[..^4]
            : word.EndsWith("ward", StringComparison.Ordinal) ? word[..^4]
            : word.EndsWith("wards", StringComparison.Ordinal) ? word[..^5] : word;
        int index = Array.IndexOf(Eight, stem);
        return index < 0 ? null : index * 45.0;
    }

    /// <summary>True for "northbound" and its like.</summary>
    public static bool IsBound(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.EndsWith("bound", StringComparison.Ordinal) && Degrees(word) is not null;
    }

    /// <summary>"northbound" for 0°, or null between the eight directions.</summary>
    public static string? Bound(double degrees)
    {
        double eighth = degrees / 45.0;
        int index = (int)Math.Round(eighth);
        return Math.Abs(eighth - index) < 1e-6 && index is >= 0 and < 8 ? Eight[index] + "bound" : null;
    }

    /// <summary>How far a direction is turned clockwise from another one, from above -180 to 180 degrees.</summary>
    public static double Difference(double from, double to)
    {
        double turn = (to - from) % 360.0;
        return turn > 180 ? turn - 360 : turn <= -180 ? turn + 360 : turn;
    }
}
