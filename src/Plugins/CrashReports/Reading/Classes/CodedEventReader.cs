using System.Text;
using Sim.Plugins.CrashReports.Language;

namespace Sim.Plugins.CrashReports.Reading.Classes;

/// <summary>
/// Reads the sentences in which a report of the survey repeats the coded critical event of a vehicle ("The Critical Precrash Event for V1 was this vehicle
/// turning left at the intersection"). They are part of the text, closed in vocabulary, and the surest words on who did what. Pure.
/// </summary>
internal static class CodedEventReader
{
    /// <summary>The coded events in the order of the text.</summary>
    public static IReadOnlyList<CodedEvent> Read(ReportText text, Mentions mentions)
    {
        var events = new List<CodedEvent>();
        var words = new StringBuilder();
        foreach (var sentence in text.Sentences)
        {
            if (!sentence.IsCoding)
            {
                continue;
            }

            words.Clear();
            for (int i = sentence.Tokens.Start; i < sentence.Tokens.End; i++)
            {
                words.Append(' ').Append(text.Norm(i));
            }

            string all = words.Append(' ').ToString();
            int reason = all.IndexOf(" critical reason", StringComparison.Ordinal);
            string about = reason > 0 ? all[..reason] : all;
            if (reason == 0 || !IsEvent(about) || Kind(about) is not { } kind || Coded(text, mentions, sentence) is not { } actor)
            {
                continue;
            }

            // "... for V1 was when V2 encroached": told of the other one.
            if (!events.Exists(e => e.Actor == actor && e.Kind == kind))
            {
                events.Add(new CodedEvent(actor, kind, text.Span(sentence.Tokens)));
            }
        }

        return events;
    }

    private static bool IsEvent(string words) =>
        Has(words, " event ") || Has(words, " category ") || Has(words, " pre crash ") || Has(words, " precrash ");

    private static CodedKind? Kind(string words)
    {
        bool other = Has(words, " other vehicle", " other motor vehicle", " another vehicle", " encroach", " the other ", " other veh");
        return other ? Other(words) : Own(words);
    }

    private static CodedKind? Other(string words) =>
        Has(words, " pedestrian ", " pedalcyclist ", " bicyclist ", " cyclist ", " animal ") ? CodedKind.OtherNoVehicle
        : Has(words, " parking ") ? CodedKind.OtherFromParking
        : Has(words, " backing ") ? CodedKind.OtherBacks
        : Has(words, " turning into ", " turned into ", " turn into ") ? CodedKind.OtherTurnsIn
        : Has(words, " adjacent lane ", " adjacent ") ? CodedKind.OtherAdjacent
        : Has(words, " opposite direction ", " opposite lane ", " oncoming ", " in opposite ") ? CodedKind.OtherOpposite
        : Has(words, " across path ", " across the path ", " across its path ", " across his path ", " across her path ", " intended path ", " crossing ", " driveway ") ? CodedKind.OtherAcross
        : Has(words, " higher speed ", " higher rate ", " from behind ", " greater speed ", " faster ") ? CodedKind.OtherBehind
        : Has(words, " stopped ", " same direction ", " decelerating ", " slowing ", " lower ", " slower ", " steady ") ? CodedKind.OtherAhead
        : null;

    private static CodedKind? Own(string words) =>
        Has(words, " turning left ", " turn left ", " turned left ", " left turn ") ? CodedKind.TurnsLeft
        : Has(words, " turning right ", " turn right ", " turned right ", " right turn ") ? CodedKind.TurnsRight
        : Has(words, " crossing over ", " passing through ", " crossing through ", " pass through ", " passed through ", " through the intersection ", " through intersection ", " crossing the intersection ", " crossing an intersection ", " crossed over ") ? CodedKind.PassesThrough
        : Has(words, " edge of the road", " edge of road", " off the road", " off road", " end departure ", " departed the road", " leaving the road") ? CodedKind.OffRoad
        : Has(words, " lane line ", " line on ", " over the left ", " over the right ", " centerline ", " center line ") ? (Has(words, " on the right ", " on right ", " over the right ") ? CodedKind.OverRightLine : CodedKind.OverLeftLine)
        : Has(words, " loss ", " lost ", " too fast ", " poor road ", " slick ") ? CodedKind.LosesControl
        : Has(words, " higher speed ") ? CodedKind.OtherBehind
        : Has(words, " stopped ", " same direction ") ? CodedKind.OtherAhead
        : Has(words, " opposite direction ") ? CodedKind.OtherOpposite
        : Has(words, " decelerating ", " slowing ") ? CodedKind.Slows
        : null;

    /// <summary>To whom the sentence codes: the vehicle behind "for", "to" or "of", else the first one named.</summary>
    private static string? Coded(ReportText text, Mentions mentions, Sentence sentence)
    {
        string? first = null;
        foreach (var mention in mentions.In(sentence.Tokens))
        {
            if (mention.Actors is not [var id] || id[0] != 'V')
            {
                continue;
            }

            first ??= id;
            string before = text.Norm(mention.Tokens.Start - 1);
            string before2 = text.Norm(mention.Tokens.Start - 2);
            if (before is "for" or "to" or "of" || (before is "the" or "this" && before2 is "for" or "to" or "of"))
            {
                return id;
            }
        }

        return first;
    }

    private static bool Has(string words, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (words.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
