namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Compass words. Thread-safe.</summary>
internal static class Compass
{
    private static readonly (string Root, double Deg)[] Roots =
    [
        ("northeast", 45), ("northwest", 315), ("southeast", 135), ("southwest", 225), ("north", 0), ("east", 90), ("south", 180), ("west", 270),
    ];

    /// <summary>Degrees of "north", "northbound", "northerly", "n/b" ("nb"); null for another word.</summary>
    public static double? Read(string word)
    {
        switch (word)
        {
            case "nb": return 0;
            case "eb": return 90;
            case "sb": return 180;
            case "wb": return 270;
        }

        foreach (var (root, deg) in Roots)
        {
            if (word.StartsWith(root, StringComparison.Ordinal) && word[root.Length..] is "" or "bound" or "erly" or "ern" or "ward" or "wardly") return deg;
        }

        return null;
    }

    /// <summary>Smaller angle between two directions, degrees.</summary>
    public static double Between(double a, double b)
    {
        double turn = Math.Abs(a - b) % 360;
        return turn > 180 ? 360 - turn : turn;
    }

    /// <summary>"northbound" of 0 and so on; degrees for directions between the eight.</summary>
    public static string Word(double deg)
    {
        foreach (var (root, at) in Roots)
        {
            if (Between(deg, at) < 1) return root + "bound";
        }

        return FormattableString.Invariant($"{deg:0} degrees");
    }
}
