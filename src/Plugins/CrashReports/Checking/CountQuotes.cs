using System.Globalization;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Quote check of who takes part: numbers, makes and kinds that the text names against the actors of the record. Thread-safe.</summary>
internal static class CountQuotes
{
    private static readonly HashSet<string> Makes = new(StringComparer.Ordinal)
    {
        "acura", "audi", "bmw", "buick", "cadillac", "chevrolet", "chevy", "chrysler", "dodge", "fiat", "ford", "freightliner", "gmc", "honda", "hyundai", "infiniti", "isuzu",
        "jaguar", "jeep", "kenworth", "kia", "lexus", "lincoln", "mack", "mazda", "mercedes", "mercury", "mini", "mitsubishi", "nissan", "oldsmobile", "peterbilt", "plymouth",
        "pontiac", "porsche", "saab", "saturn", "scion", "subaru", "suzuki", "tesla", "toyota", "volkswagen", "volvo", "yamaha", "kawasaki", "harley", "ducati",
    };

    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal) { "a", "an", "another" };

    private static readonly HashSet<string> NotAtAll = new(StringComparer.Ordinal)
    {
        "stop", "lane", "lanes", "route", "crossing", "station", "depot", "path", "signal", "traffic", "shelter", "trail", "line", "crosswalk", "driver", "bed", "turn",
    };

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        var record = text.Record;
        var numbers = Numbers(text);
        bool numbered = numbers.Count >= 2;
        if (numbers.Count > 0)
        {
            foreach (var id in numbers.Where(id => record.Actors.All(actor => actor.Id != id)))
            {
                yield return Doubt.Final("Q", $"actors/{id}", $"the text speaks of {id}, the record does not");
            }
        }

        var evidence = Evidence(record);
        foreach (var actor in record.Actors)
        {
            if (numbers.Contains(actor.Id)) continue;
            if (Extra(text, actor, numbered, evidence) is { } why) yield return new Doubt(new RecordFinding("Q", $"actors/{actor.Id}", why), now => Without(now, actor.Id));
        }

        if (numbers.Count == 0)
        {
            foreach (var (word, at) in Unnamed(text)) yield return Doubt.Final("Q", "actors", FormattableString.Invariant($"the text names '{word}' at {at}, no actor of the record fits"));
        }

        int vehicles = record.Actors.Count(actor => actor.Id[0] == 'V');
        if (Total(text.Words) is { } total && vehicles < total && numbers.Count <= vehicles)
        {
            yield return Doubt.Final("Q", "actors", FormattableString.Invariant($"the text speaks of {total} vehicles, the record has {vehicles}"));
        }
    }

    /// <summary>Takes an actor out, its contacts with it.</summary>
    public static CrashRecord Without(CrashRecord record, string id) => record with
    {
        Actors = [.. record.Actors.Where(actor => actor.Id != id)],
        Impacts = [.. record.Impacts.Where(impact => impact.A.Actor != id && impact.B.Actor != id).Select((impact, i) => impact with { Order = i + 1 })],
    };

    /// <summary>Numbers of vehicles in the text: 1, 2, 3 without a gap, beyond a gap only what stands twice (it may be a house, an engine or a slip of the pen).</summary>
    private static SortedSet<string> Numbers(CheckedText text)
    {
        var times = text.Mentions.Where(one => one.Numbered && one.Actor[0] == 'V').CountBy(one => one.Actor, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int row = 0;
        while (times.ContainsKey(FormattableString.Invariant($"V{row + 1}"))) row++;
        return [.. times.Where(one => one.Value > 1 || int.Parse(one.Key.AsSpan(1), CultureInfo.InvariantCulture) <= row).Select(one => one.Key)];
    }

    private static string? Extra(CheckedText text, ActorRecord actor, bool numbered, ILookup<string, TextSpan> evidence)
    {
        var own = evidence[actor.Id].ToList();
        if (own.Count == 0) return actor.Type.Why == WishReader.EgoWhy ? null : "nothing in the text is quoted for this actor";
        var who = WhoEvidence(actor);
        if (numbered && actor.Id[0] == 'V' && who.Count == 0) return "the text numbers its vehicles and has no such number; nothing is quoted for what it is";
        foreach (var other in text.Record.Actors.Where(other => other.Id != actor.Id))
        {
            bool earlier = string.CompareOrdinal(other.Id, actor.Id) < 0 || other.Id[0] != actor.Id[0];
            if (!earlier) continue;
            var theirs = WhoEvidence(other);
            if (who.Count == 0 ? own.All(evidence[other.Id].Contains) : who.All(span => theirs.Any(their => span.Start < their.End && their.Start < span.End)))
            {
                var span = who.Count > 0 ? who[0] : own[0];
                if (!Several(text.Words, text.Words.SentencesAt(span.Start, span.End))) return $"the quotes for this actor are those for {other.Id}";
            }
        }

        return null;
    }

    private static bool Several(WordList words, (int From, int To) range)
    {
        for (int i = range.From; i < range.To; i++)
        {
            if (words[i] is "vehicles" or "cars" or "both" or "trucks" or "pedestrians" or "cyclists" or "cows" or "children" or "people" or "motorcycles") return true;
        }

        return false;
    }

    private static List<TextSpan> WhoEvidence(ActorRecord actor) =>
        [.. new[] { actor.Type.Evidence, actor.Description.Evidence }.Where(span => span is not null).Select(span => span!.Value)];

    private static ILookup<string, TextSpan> Evidence(CrashRecord record) =>
        RecordLeaves.Of(record).Where(leaf => leaf.Evidence is not null && leaf.Path.StartsWith("actors/", StringComparison.Ordinal))
            .ToLookup(leaf => leaf.Path.Split('/')[1], leaf => leaf.Evidence!.Value, StringComparer.Ordinal);

    /// <summary>"a bus", "a 2003 Ford" of a text without numbers for which no actor has a fitting kind or description.</summary>
    private static IEnumerable<(string Word, int At)> Unnamed(CheckedText text)
    {
        var words = text.Words;
        var kinds = new HashSet<ActorType>();
        for (int i = 0; i < words.Words.Count; i++)
        {
            string word = words[i];
            if (NotAtAll.Contains(words[i + 1])) continue;
            bool make = Makes.Contains(word) && char.IsUpper(words.Text[words.Words[i].Start]);
            bool kind = MentionReader.Kinds.ContainsKey(word);
            if (!(make || kind) || !Introduced(words, i, make)) continue;
            if (make && text.Record.Actors.Any(actor => Described(actor, word) || Quoted(actor, words.Words[i]))) continue;
            if (make && words[i + 1].Length == 0) continue;
            if (kind && text.Record.Actors.Any(actor => MentionReader.Kinds[word].Contains(actor.Type.Value) || Described(actor, word) || Quoted(actor, words.Words[i]))) continue;
            if (kind && !kinds.Add(MentionReader.Kinds[word][0])) continue;
            yield return (word, words.Words[i].Start);
        }
    }

    /// <summary>With "a" or a year before it: a thing that comes into the story here.</summary>
    private static bool Introduced(WordList words, int i, bool make)
    {
        for (int n = i - 1; n >= Math.Max(0, i - 4) && words.Words[n].Sentence == words.Words[i].Sentence; n--)
        {
            if (Articles.Contains(words[n])) return words[n - 1] is not ("like" or "as" or "not" or "avoid" or "of");
            if (make && words[n].Length == 4 && words[n][0] is '1' or '2' && char.IsAsciiDigit(words[n][1])) return true;
            if (words[n] is "the" or "his" or "her" or "their" or "to" or "for" or "by" or "with" or "no" or "in" or "on") return false;
        }

        return false;
    }

    private static bool Described(ActorRecord actor, string word) =>
        actor.Description.Value is { } words && words.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool Quoted(ActorRecord actor, Word word) => WhoEvidence(actor).Any(span => span.Start < word.End && word.Start < span.End);

    /// <summary>"two-vehicle crash", "three-car collision".</summary>
    private static int? Total(WordList words)
    {
        for (int i = 0; i + 2 < words.Words.Count; i++)
        {
            if (words[i + 1] is not ("vehicle" or "car")) continue;
            int? number = words[i] switch { "two" or "2" => 2, "three" or "3" => 3, "four" or "4" => 4, "five" or "5" => 5, _ => null };
            for (int n = i + 2; number is not null && n < i + 5; n++)
            {
                if (words[n] is "crash" or "collision" or "accident" or "pileup") return number;
            }
        }

        return null;
    }
}
