using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Language;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Words for things beside and on the road that a vehicle may hit. Pure.</summary>
internal static class Obstacles
{
    private static readonly FrozenSet<string> Words = FrozenSet.Create(StringComparer.Ordinal,
        "tree", "trees", "pole", "guardrail", "guard", "rail", "guardrails", "wall", "barrier", "barriers", "mailbox", "mailboxes", "curb", "embankment", "sign", "fence", "ditch", "culvert", "hydrant", "building", "house", "rock", "rocks", "boulder",
        "bush", "bushes", "shrub", "shrubs", "shrubbery", "post", "posts", "cable", "bridge", "pillar", "column", "abutment", "stump", "porch", "garage", "shed", "signpost", "lamppost", "bollard", "island", "median", "snowbank", "bank",
        "debris", "ladder", "pallet", "tire", "mattress", "cone", "cones", "barrel", "barrels", "trashcan", "dumpster", "attenuator", "parapet", "gate", "pothole", "manhole", "cart", "furniture", "log", "crate", "box", "ramp");

    // Places that one also drives into without hitting them.
    private static readonly FrozenSet<string> Enterable = FrozenSet.Create(StringComparer.Ordinal, "garage", "ramp", "gate", "bridge", "median", "island", "box", "shed", "house", "building", "cable", "sign");

    /// <summary>True when a thing is named in a range.</summary>
    public static bool Names(ReportText text, TokenRange range) => text.FindAny(range, Words) >= 0;

    /// <summary>True for a thing that to move into is to hit.</summary>
    public static bool IsSolid(string thing) => !Enterable.Contains(thing);

    /// <summary>The first thing named in a range as the head of a noun phrase, or null.</summary>
    public static string? In(ReportText text, Mentions mentions, TokenRange range)
    {
        for (int i = range.Start; i < range.End; i++)
        {
            string word = text.Norm(i);
            if (mentions.At(i) is not null)
            {
                return null;
            }

            if (word is "of" or "with" or "by" or "in" or "on" && i > range.Start)
            {
                return null;
            }

            if (!Words.Contains(word))
            {
                continue;
            }

            int last = i;
            while (last + 1 < range.End && Words.Contains(text.Norm(last + 1)))
            {
                last++;
            }

            return text.Norm(last) is "rail" or "guard" ? "guardrail" : text.Norm(last);
        }

        return null;
    }
}
