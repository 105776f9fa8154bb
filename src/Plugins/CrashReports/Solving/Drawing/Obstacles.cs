using System.Text;

namespace Sim.Plugins.CrashReports.Solving.Drawing;

/// <summary>Objects that a report names, as boxes. Pure.</summary>
internal static class Obstacles
{
    /// <summary>From this width on an object is one that runs along a road, m.</summary>
    public const double LongM = 4;

    private static readonly (string Word, BodyBox Body)[] Known =
    [
        ("guardrail", new BodyBox(0.3, 8, 0.8)), ("guard rail", new BodyBox(0.3, 8, 0.8)), ("barrier", new BodyBox(0.6, 8, 1.0)), ("wall", new BodyBox(0.5, 8, 2)),
        ("fence", new BodyBox(0.2, 8, 1.5)), ("embankment", new BodyBox(2, 8, 1.5)), ("ditch", new BodyBox(2, 8, 0.3)), ("culvert", new BodyBox(2, 3, 0.8)),
        ("bridge", new BodyBox(1, 4, 3)), ("building", new BodyBox(8, 8, 4)), ("house", new BodyBox(8, 8, 4)), ("bush", new BodyBox(1, 1, 1)), ("rock", new BodyBox(1.2, 1.2, 1)),
        ("mailbox", new BodyBox(0.4, 0.4, 1.2)), ("sign", new BodyBox(0.3, 0.3, 2.5)), ("pole", new BodyBox(0.4, 0.4, 7)), ("post", new BodyBox(0.3, 0.3, 2)),
        ("tree", new BodyBox(0.6, 0.6, 8)), ("curb", new BodyBox(0.3, 8, 0.15)), ("debris", new BodyBox(1, 1, 0.5)), ("mattress", new BodyBox(1.9, 1.4, 0.3)),
        ("ladder", new BodyBox(3, 0.5, 0.2)), ("animal", new BodyBox(1.6, 0.6, 1.2)), ("vehicle", new BodyBox(4.6, 1.85, 1.5)), ("car", new BodyBox(4.6, 1.85, 1.5)),
    ];

    private static readonly string[] NoObject = ["rollover", "rolled", "overturn", "fire", "ground", "jackknife"];

    /// <summary>The box of an object, 0.8 m wide when its word is not known; null for an event without an object (a rollover).</summary>
    public static BodyBox? BodyOf(string word)
    {
        if (NoObject.Any(w => word.Contains(w, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        foreach (var (known, body) in Known)
        {
            if (word.Contains(known, StringComparison.OrdinalIgnoreCase))
            {
                return body;
            }
        }

        return new BodyBox(0.8, 0.8, 1);
    }

    /// <summary>An id made of an object's word.</summary>
    public static string IdOf(string word)
    {
        var id = new StringBuilder();
        foreach (char c in word)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                id.Append(char.ToLowerInvariant(c));
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        string text = id.ToString().Trim('-');
        return text.Length == 0 ? "object" : text.Length > 40 ? text[..40].TrimEnd('-') : text;
    }
}
