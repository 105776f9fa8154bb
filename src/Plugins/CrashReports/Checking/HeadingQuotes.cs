using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Quote check of directions: compass words at verbs of travel against the headings of actors. Thread-safe.</summary>
internal static class HeadingQuotes
{
    private static readonly HashSet<string> Travel = new(StringComparer.Ordinal)
    {
        "traveling", "travelling", "traveled", "travelled", "headed", "heading", "driving", "drove", "going", "went", "proceeding", "proceeded", "moving", "riding", "rode",
        "walking", "walked", "running", "facing", "continuing", "was", "were", "is", "coming", "approaching", "approached", "crossing", "stopped", "been",
    };

    // After these the direction is that of an end or an aim, not of the approach.
    private static readonly HashSet<string> Later = new(StringComparer.Ordinal)
    {
        "turn", "turned", "turning", "turns", "rest", "rotated", "rotating", "spun", "pushed", "onto", "intending", "intended", "intention", "wanted", "redirected", "knocked",
        "deflected", "after", "impact", "final", "toward", "towards",
    };

    private static readonly HashSet<string> Between = new(StringComparer.Ordinal) { "in", "a", "an", "general", "straight", "slowly", "also", "and", "on" };

    private static readonly HashSet<string> InLane = new(StringComparer.Ordinal)
    {
        "the", "first", "second", "third", "fourth", "left", "right", "curb", "inside", "outside", "middle", "center", "through", "turn", "only", "traffic", "number", "one", "two", "three",
    };

    private static readonly HashSet<string> Place = new(StringComparer.Ordinal)
    {
        "roadway", "road", "street", "side", "leg", "corner", "curb", "shoulder", "roadside", "edge", "approach", "end", "avenue", "highway",
    };

    /// <summary>What the text says of where an actor goes: degrees and the word, in order of the text.</summary>
    public static List<(double Deg, int Word)> Read(CheckedText text, string actor)
    {
        var found = new List<(double, int)>();
        for (int i = 0; i < text.Words.Words.Count; i++)
        {
            if (Compass.Read(text.Words[i]) is not { } deg || Place.Contains(text.Words[i + 1]) || !AfterTravel(text.Words, i)) continue;
            foreach (var subject in text.Subjects(i))
            {
                if (subject.Actor == actor && !AnyLater(text.Words, subject.To, i) && !Afterwards(text.Words, i)) found.Add((deg, i));
            }
        }

        return found;
    }

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        foreach (var actor in text.Record.Actors)
        {
            var leaf = actor.HeadingDeg;
            if (leaf.Value is not { } heading || leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) continue;
            string path = $"actors/{actor.Id}/heading_deg";
            var own = InRange(text, text.Quote(leaf.Evidence)).Where(one => text.Subjects(one.Word).All(subject => subject.Actor == actor.Id)).ToList();
            bool uniform = own.Count > 0 && own.All(one => Fits(one.Deg, own[0].Deg));
            if (uniform && leaf.Status == LeafStatus.Stated && !Fits(own[0].Deg, heading) && Related(text, actor, heading) is null)
            {
                yield return Instead(text, path, heading, own[0]);
                continue;
            }

            var said = Read(text, actor.Id);
            if (said.Count > 0)
            {
                if (said.Any(one => Fits(one.Deg, heading)) || QuoteSettles(text, actor, heading, said)) continue;
                yield return Instead(text, path, heading, uniform ? own[0] : said[0]);
                continue;
            }

            var quote = InRange(text, text.Quote(leaf.Evidence));
            if (quote.Count == 0 && leaf.Status == LeafStatus.Stated) quote = InRange(text, text.Sentences(leaf.Evidence));
            if (quote.Any(one => Fits(one.Deg, heading))) continue;
            if (Related(text, actor, heading) is { } related)
            {
                if (!related) yield return Doubt.Drop("Q", path, $"the quote does not give {Compass.Word(heading)} beside the directions of the others");
            }
            else if (quote.Count > 0)
            {
                yield return quote.All(one => Fits(one.Deg, quote[0].Deg)) ? Instead(text, path, heading, quote[0]) : Doubt.Drop("Q", path, $"the quote does not say {Compass.Word(heading)}");
            }
            else if (leaf.Status == LeafStatus.Stated)
            {
                yield return Doubt.Drop("Q", path, "the quote names no direction");
            }
        }
    }

    /// <summary>True when a short quote gives the value in words that belong to nobody else: one other reading does not outweigh it.</summary>
    private static bool QuoteSettles(CheckedText text, ActorRecord actor, double heading, List<(double Deg, int Word)> said)
    {
        var quote = text.Quote(actor.HeadingDeg.Evidence);
        return quote.To - quote.From <= 4 && said.Count < 2
            && InRange(text, quote).Any(one => Fits(one.Deg, heading) && text.Subjects(one.Word).All(subject => subject.Actor == actor.Id));
    }

    private static Doubt Instead(CheckedText text, string path, double heading, (double Deg, int Word) said) =>
        Doubt.Replace("Q", path, $"the text says '{text.Words[said.Word]}', not {Compass.Word(heading)}",
            Leaf.Stated<double?>(said.Deg, text.Span(said.Word, said.Word + 1), 0.6));

    /// <summary>For a quote that relates directions ("in the opposite direction", "ahead of"): whether the heading fits another actor's; null for another quote.</summary>
    private static bool? Related(CheckedText text, ActorRecord actor, double heading)
    {
        var range = text.Quote(actor.HeadingDeg.Evidence);
        var others = text.Record.Actors.Where(other => other.Id != actor.Id && other.HeadingDeg.Value is not null).Select(other => other.HeadingDeg.Value!.Value).ToList();
        if (others.Count == 0) return null;
        if (text.Words.Any(range, "opposite", "oncoming", "opposing")) return others.Any(other => Compass.Between(other, heading) > 135);
        if (text.Words.Any(range, "same", "behind", "ahead", "followed", "following", "front", "rear", "adjacent", "next", "alongside"))
        {
            return others.Any(other => Compass.Between(other, heading) < 45);
        }

        return null;
    }

    private static List<(double Deg, int Word)> InRange(CheckedText text, (int From, int To) range)
    {
        var found = new List<(double, int)>();
        for (int i = range.From; i < range.To; i++)
        {
            // "from south to north"
            if (Compass.Read(text.Words[i]) is { } deg && !(text.Words[i + 1] == "to" && Compass.Read(text.Words[i + 2]) is not null)) found.Add((deg, i));
        }

        return found;
    }

    /// <summary>"traveling north", "traveling in a northerly direction", "was in the second northbound lane".</summary>
    private static bool AfterTravel(WordList words, int i)
    {
        bool lane = words[i + 1] is "lane" or "lanes";
        for (int n = i - 1; n >= Math.Max(0, i - 6); n--)
        {
            if (words.Words[n].Sentence != words.Words[i].Sentence) return false;
            if (Travel.Contains(words[n])) return n >= i - 4 || lane;
            if (!Between.Contains(words[n]) && !(lane && InLane.Contains(words[n]))) return false;
        }

        return false;
    }

    private static bool AnyLater(WordList words, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (Later.Contains(words[i])) return true;
        }

        return false;
    }

    /// <summary>"After the impact V2 traveled southwest".</summary>
    private static bool Afterwards(WordList words, int i)
    {
        bool after = false;
        for (int n = words.Sentence(words.Words[i].Sentence).From; n < i; n++)
        {
            after |= words[n] is "after" or "following" or "then";
            if (after && words[n] is "impact" or "impacts" or "collision" or "contact" or "crash" or "struck" or "striking") return true;
        }

        return false;
    }

    private static bool Fits(double said, double heading) => Compass.Between(said, heading) <= 23;
}
