using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>A direction in words.</summary>
/// <param name="Deg">Compass degrees clockwise from north.</param>
/// <param name="OtherDeg">The second of a pair ("north/south", "east and westbound"), else null.</param>
/// <param name="Tokens">Where.</param>
/// <param name="IsBound">True for "northbound", which always means travel; "north" may mean a place.</param>
internal readonly record struct CompassPhrase(double Deg, double? OtherDeg, TokenRange Tokens, bool IsBound);

/// <summary>Reads directions.</summary>
internal static class CompassReader
{
    private static readonly string[] Points = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];

    /// <summary>Reads the direction that begins at a token, pairs included.</summary>
    public static bool TryRead(ReportText text, int i, out CompassPhrase phrase)
    {
        phrase = default;
        if (!TryPoint(text, i, out double deg, out bool bound, out int end)) return false;
        double? other = null;
        int next = end;
        if (text.Norm(next) is "/" or "and" or "-" or "to" or "&" && TryPoint(text, next + 1, out double second, out bool secondBound, out int pairEnd) && Compass.IsOpposite(deg, second)
            && (text.Norm(next) != "to" || (!bound && !secondBound)))
            (other, bound, end) = (second, bound | secondBound, pairEnd);
        else if (next < text.Count && text[next].Glued && TryPoint(text, next, out second, out secondBound, out pairEnd) && Compass.IsOpposite(deg, second))
            (other, bound, end) = (second, bound | secondBound, pairEnd);
        phrase = new(deg, other, new(i, end), bound);
        return true;
    }

    private static bool TryPoint(ReportText text, int i, out double deg, out bool bound, out int end)
    {
        string word = text.Norm(i);
        (deg, bound, end) = (0, false, i + 1);
        if (word.Length is 0 or > 14) return false;
        string stem = word;
        foreach (string ending in new[] { "bound", "erly", "ern", "wards", "ward" })
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length > ending.Length)
            {
                stem = word[..^ending.Length];
                bound = ending is "bound";
                if (ending == "ern") return false;
                break;
            }

        int point = Array.IndexOf(Points, stem);
        if (point < 0 && stem.Length == 2 && stem[1] == 'b' && text[i].IsWord && text[i].Capital && "nesw".Contains(stem[0], StringComparison.Ordinal))
        {
            point = stem[0] switch { 'n' => 0, 'e' => 2, 's' => 4, _ => 6 };
            bound = true;
        }
        else if (point < 0 && stem.Length == 1 && text[i].Capital && text.Norm(i + 1) == "/" && text.Norm(i + 2) == "b" && "nesw".Contains(stem[0], StringComparison.Ordinal))
        {
            point = stem[0] switch { 'n' => 0, 'e' => 2, 's' => 4, _ => 6 };
            (bound, end) = (true, i + 3);
        }

        if (point < 0) return false;
        if (point is 0 or 4 && end < text.Count && text[end].Glued && text.Norm(end) is "east" or "west" or "eastbound" or "westbound" or "easterly" or "westerly" or "eastern" or "western")
        {
            bound |= text.Norm(end).EndsWith("bound", StringComparison.Ordinal);
            bool east = text.Norm(end)[0] == 'e';
            point = point == 0 ? (east ? 1 : 7) : east ? 3 : 5;
            end++;
        }

        if (text.Norm(end) == "bound")
        {
            bound = true;
            end++;
        }

        deg = point * 45;
        return true;
    }
}
