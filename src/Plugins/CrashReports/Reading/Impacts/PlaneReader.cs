using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Reads words for parts of vehicles and to whom they belong. Pure.</summary>
internal static class PlaneReader
{
    // Parts that lie on a side whatever end is named with them: "left front door".
    private static readonly FrozenSet<string> SideParts = Set("side", "sides", "door", "doors", "fender", "wheel", "tire", "tires", "quarter", "panel", "mirror", "quarterpanel", "rocker", "pillar", "rim", "axle", "handlebar", "saddlebag");
    private static readonly FrozenSet<string> EndParts = Set("bumper", "bumpers", "grille", "grill", "hood", "headlight", "headlights", "headlamp", "taillight", "taillights", "hitch");
    private static readonly FrozenSet<string> Fillers = Set("end", "ends", "portion", "part", "area", "section", "plane", "corner", "half", "center", "centre", "middle", "mid", "most", "passenger", "compartment", "unit", "trailer", "cab", "face", "edge", "rear", "bed", "surface", "upper", "lower", "far", "extreme");

    // What makes "left side", "front" or "rear" something else than a part of the vehicle.
    private static readonly FrozenSet<string> Elsewhere = Set("lane", "lanes", "turn", "turns", "turning", "shoulder", "seat", "seats", "seated", "occupant", "passengers", "lawn", "yard", "row", "of way", "angle", "curb", "roadside", "road", "street",
        "airbag", "airbags", "window", "curve", "curved", "hand", "arm", "leg", "direction", "view", "thigh", "foot", "position", "line", "lines", "guardrail", "edge", "ditch", "through", "of", "slapped", "slap", "slapping", "swipe", "swiped", "ended", "ending", "embankment", "median", "and", "wing");

    private static readonly FrozenSet<string> Places = Set("road", "roadway", "street", "highway", "lane", "lanes", "intersection", "travel", "trafficway", "driveway", "curve", "curb", "interstate", "bridge", "barrier", "shoulder", "house", "crosswalk", "median", "parking", "freeway", "ramp", "line", "witness", "cab");

    /// <summary>The parts named in a range, in order.</summary>
    public static IReadOnlyList<PlanePhrase> Read(ReportText text, Mentions mentions, TokenRange range)
    {
        var found = new List<PlanePhrase>();
        for (int i = range.Start; i < range.End; i++)
        {
            if (TryRead(text, mentions, i, range, out var phrase))
            {
                found.Add(phrase);
                i = phrase.Words.End - 1;
            }
        }

        return found;
    }

    /// <summary>Reads the part whose words begin at a token.</summary>
    public static bool TryRead(ReportText text, Mentions mentions, int i, TokenRange range, out PlanePhrase phrase)
    {
        phrase = default;
        var lateral = ContactPlane.Unknown;
        var end = ContactPlane.Unknown;
        bool sidePart = false, endPart = false, lateralFirst = false, middle = false;
        int j = i, last = i;
        for (; j < range.End; j++)
        {
            string word = text.Norm(j);
            if (word is "left" or "right")
            {
                if (lateral != ContactPlane.Unknown)
                {
                    break;
                }

                lateral = word == "left" ? ContactPlane.Left : ContactPlane.Right;
                lateralFirst = end == ContactPlane.Unknown;
            }
            else if (word is "driver" or "drivers" or "passenger" or "passengers" && lateral == ContactPlane.Unknown && SideBehind(text, j) is > 0 and var side)
            {
                lateral = word[0] == 'd' ? ContactPlane.Left : ContactPlane.Right;
                lateralFirst = end == ContactPlane.Unknown;
                j = side - 1;
            }
            else if (word is "front" or "frontal" or "nose" or "hood" or "grille" or "grill" && end == ContactPlane.Unknown)
            {
                end = ContactPlane.Front;
            }
            else if (word is "rear" or "back" or "trunk" or "tailgate" or "tail" && end == ContactPlane.Unknown)
            {
                end = ContactPlane.Back;
            }
            else if (word is "top" or "roof" && end == ContactPlane.Unknown && lateral == ContactPlane.Unknown)
            {
                end = ContactPlane.Top;
            }
            else if (word == "undercarriage" && end == ContactPlane.Unknown)
            {
                end = ContactPlane.Undercarriage;
            }
            else if (SideParts.Contains(word) && j > i)
            {
                sidePart = true;
            }
            else if (EndParts.Contains(word) && j > i)
            {
                endPart = true;
            }
            else if (word is "center" or "centre" or "middle" or "mid" && j > i)
            {
                middle = true;
            }
            else if (!(j > i && Fillers.Contains(word)))
            {
                break;
            }

            last = j;
        }

        if ((lateral == ContactPlane.Unknown && end == ContactPlane.Unknown) || !IsPart(text, mentions, i, last, range, lateral, end, sidePart || endPart))
        {
            return false;
        }

        var words = new TokenRange(i, last + 1);
        string? owner = Owner(text, mentions, words, range);
        phrase = Make(words, lateral, end, sidePart, endPart, lateralFirst, middle, owner);
        return true;
    }

    private static PlanePhrase Make(TokenRange words, ContactPlane lateral, ContactPlane end, bool sidePart, bool endPart, bool lateralFirst, bool middle, string? owner)
    {
        if (lateral == ContactPlane.Unknown || end == ContactPlane.Unknown)
        {
            var corner = middle ? ContactCorner.Middle : ContactCorner.Unknown;
            return new(words, lateral == ContactPlane.Unknown ? end : lateral, corner, ContactPlane.Unknown, owner);
        }

        if (sidePart)
        {
            return new(words, lateral, PlanePhrase.PartOf(end), ContactPlane.Unknown, owner);
        }

        if (endPart)
        {
            return new(words, end, PlanePhrase.PartOf(lateral), ContactPlane.Unknown, owner);
        }

        // "front right" is the right part of the front; in "right front" and "left rear" the side comes first, but either may have been hit.
        return lateralFirst ? new(words, lateral, PlanePhrase.PartOf(end), end, owner) : new(words, end, PlanePhrase.PartOf(lateral), lateral, owner);
    }

    /// <summary>Behind "driver", "driver's", "passenger": one behind nothing but "side"; 0 when no side follows.</summary>
    private static int SideBehind(ReportText text, int i)
    {
        int j = i + 1;
        while (text.Norm(j) is "'s" or "'" or "front" or "rear")
        {
            j++;
        }

        return text.Norm(j) is "side" or "sides" or "door" ? (j > i + 1 && text.Norm(j - 1) is "front" or "rear" ? j - 1 : j) : 0;
    }

    private static bool IsPart(ReportText text, Mentions mentions, int start, int last, TokenRange range, ContactPlane lateral, ContactPlane end, bool named)
    {
        string before = text.Norm(start - 1), after = text.Norm(last + 1), first = text.Norm(start);
        if (first is "front" && before == "in" && after == "of")
        {
            return false;
        }

        if (first is "back" or "front" && start == last && (before is not ("the" or "its" or "'s" or "with" or "his" or "her" or "in" or "their" or "a" or "(" or "to" or "by" or ",") || (after is "to" && before is "," or "to") || after is "into" or "onto" or "lane"))
        {
            return false;
        }

        if (first is "rear" && start == last && after is "ended" or "ending" or "view" or "end" && text.Norm(last + 2) == "collision")
        {
            return false;
        }

        if (first is "top" or "tail" or "nose" or "hood" && start == last && before is not ("its" or "the" or "'s" or "his"))
        {
            return false;
        }

        if (start == last && lateral != ContactPlane.Unknown)
        {
            // "struck on the right by": a bare side only at the end of its phrase.
            return before is "the" or "its" && text.Norm(start - 2) is "on" or "in" && (after is "by" or "." or "," or "with" || last + 1 >= range.End);
        }

        if (after == "of")
        {
            int of = last + 2;
            while (of < range.End && text.Norm(of) is "the" or "a" or "this" or "its" or "his" or "their")
            {
                of++;
            }

            return !Places.Contains(text.Norm(of)) || mentions.At(of) is not null;
        }

        if (end == ContactPlane.Unknown && lateral != ContactPlane.Unknown && !named)
        {
            return false;
        }

        return !Elsewhere.Contains(after) || (named && after is "and" or "through");
    }

    private static string? Owner(ReportText text, Mentions mentions, TokenRange words, TokenRange range)
    {
        // "the front of V1", "on the left side of the tractor-trailer"
        if (text.Norm(words.End) is "of" or "on" && words.End + 1 < range.End
            && mentions.HeadOf(new(words.End + 1, Math.Min(range.End, words.End + 12))) is [var behind])
        {
            return behind;
        }

        int i = words.Start - 1;
        while (i > range.Start && (text.Norm(i) is "entire" or "whole" or "very" || FunctionWords.IsAdverb(text.Norm(i))))
        {
            i--;
        }

        if (text.Norm(i) == "'s" || text.Norm(i) == "'")
        {
            i--;
        }
        else if (text.Norm(i) is "of" or "the")
        {
            return null;
        }

        return mentions.At(i) is { Actors: [var owner] } mention && (mention.Possessive || text.Norm(i + 1) is "'s" or "'" || i == words.Start - 1 && mention.Role == MentionRole.Self && mention.Tokens.End == i + 1) ? owner : null;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
