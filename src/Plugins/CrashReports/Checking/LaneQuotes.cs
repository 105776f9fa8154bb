using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Quote check of lane counts: the number words at "lane" against the counts of the record. Thread-safe.</summary>
internal static class LaneQuotes
{
    private static readonly string[] Counts = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly HashSet<string> Between = new(StringComparer.Ordinal)
    {
        "lane", "way", "through", "thru", "travel", "traffic", "paved", "undivided", "divided", "straight", "northbound", "southbound", "eastbound", "westbound",
        "north", "south", "east", "west", "turn", "left", "right", "general", "purpose", "wide", "marked", "separate", "dedicated", "driving", "turning", "only",
    };

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        var road = text.Record.Road;
        bool? divided = road.Legs.Any(leg => leg.Divided.Value == true) ? true : road.Legs.Any(leg => leg.Divided.Value == false) ? false : null;
        if (One(text, "road/max_lanes", road.MaxLanes, divided, perLeg: false) is { } most) yield return most;
        foreach (var leg in road.Legs)
        {
            if (One(text, $"road/legs/{leg.Id}/lanes_in", leg.LanesIn, leg.OneWay.Value == true ? true : leg.Divided.Value ?? divided, perLeg: true) is { } doubt) yield return doubt;
        }
    }

    /// <summary>Numbers at "lane" and "lanes" in a range, with the word of each; whole for "four lane road", which counts all lanes of a road.</summary>
    public static List<(int Count, int Word, bool Whole)> Read(WordList words, (int From, int To) range)
    {
        var found = new List<(int, int, bool)>();
        for (int i = range.From; i < range.To; i++)
        {
            // "two westbound and two eastbound lanes"
            if (Number(words, i) is { } first && Compass.Read(words[i + 1]) is not null && words[i + 2] == "and") found.Add((first, i, false));
            if (words[i] is not ("lane" or "lanes" or "laned")) continue;
            // "the number two lane of three"
            if (words[i + 1] == "of" && Number(words, i + 2) is { } all && all > 1) found.Add((all, i + 2, false));
            for (int n = i - 1; n >= Math.Max(0, i - 5) && words.Words[n].Sentence == words.Words[i].Sentence; n--)
            {
                if (Number(words, n) is { } count)
                {
                    // "the number two lane" is one lane.
                    if (words[n - 1] is not ("number" or "no" or "v" or "vehicle" or "unit")) found.Add((count, n, words[i] != "lanes" && count > 1));
                    break;
                }

                if (!Between.Contains(words[n])) break;
            }
        }

        return found;
    }

    private static Doubt? One(CheckedText text, string path, Leaf<int?> leaf, bool? divided, bool perLeg)
    {
        if (leaf.Value is not { } lanes || leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) return null;
        var quote = text.Quote(leaf.Evidence);
        var counts = Read(text.Words, quote);
        var around = text.Sentences(leaf.Evidence);
        if (counts.Count == 0) counts = Read(text.Words, around);
        if (counts.Count == 0) counts = Read(text.Words, text.All);
        if (counts.Count == 0)
        {
            return leaf.Status == LeafStatus.Stated && !text.Words.Any(around, "lane", "lanes") ? Doubt.Drop("Q", path, "the quote does not speak of lanes") : null;
        }

        var allowed = Allowed(text, counts, around, divided, perLeg, leaf.Status == LeafStatus.Derived);
        if (allowed.Contains(lanes)) return null;
        string message = FormattableString.Invariant($"the text says {string.Join(" and ", counts.Select(one => Counts.ElementAtOrDefault(one.Count) ?? "many").Distinct())}, which does not give {lanes} lanes");
        int? instead = perLeg ? Nearest(allowed, counts[0].Count) : counts.Max(one => one.Count);
        if (!perLeg && !allowed.Contains(instead!.Value)) instead = allowed.Count > 0 ? allowed.Min : null;
        int word = counts[0].Word;
        return instead is { } value
            ? Doubt.Replace("Q", path, message, Leaf.Derived<int?>(value, text.Span(word, word + 1), "the count in the quote", 0.6))
            : Doubt.Drop("Q", path, message);
    }

    private static int? Nearest(SortedSet<int> allowed, int count) => allowed.Count == 0 ? null : allowed.MinBy(one => Math.Abs(one * 2 - count));

    /// <summary>Counts that a careful reader may take from the words: as said, doubled where each direction has them, with turn lanes, added up.</summary>
    private static SortedSet<int> Allowed(CheckedText text, List<(int Count, int Word, bool Whole)> counts, (int From, int To) around, bool? divided, bool perLeg, bool derived)
    {
        var words = text.Words;
        bool any = EachWay(words, around, -1);
        // Without a word of a median the lanes of both directions count.
        bool apart = divided ?? words.Any(text.All, "divided", "median", "barrier");
        int turns = Math.Min(TurnLanes(words, around), 2);
        int wholeTurns = derived && turns + TurnLanes(words, text.All) > 0 ? 1 : 0;
        var allowed = new SortedSet<int>();
        foreach (var (count, word, whole) in counts)
        {
            bool each = EachWay(words, around, word);
            bool both = each && !whole && !perLeg && !apart;
            if (!both) Add(count, whole ? wholeTurns : turns);
            if (each && !whole && (perLeg || !apart)) Add(2 * count, turns);
            if (whole && apart) Add(count / 2, 0);
            if (perLeg)
            {
                Add(count / 2, turns);
                Add((count + 1) / 2, turns);
            }
        }

        var together = counts.Where(one => words.Words[one.Word].Sentence == words.Words[counts[0].Word].Sentence && !one.Whole).Select(one => one.Count).ToList();
        if (together.Count > 1) Add(together.Sum(), turns);
        // What a reader adds up may stand around the words that it quotes: "two northbound lanes, two southbound lanes and a turn lane".
        together = derived && !apart ? [.. Read(words, around).Where(one => Compass.Read(words[one.Word + 1]) is not null).Select(one => one.Count)] : [];
        if (together.Count > 1) Add(together.Sum(), turns);

        // An undivided road of two directions has fewer lanes one way than in all.
        if (perLeg && divided == false && counts.All(one => one.Whole)) allowed.RemoveWhere(one => !any && one >= counts.Max(n => n.Count) && one > 1);
        return allowed;

        void Add(int count, int more)
        {
            for (int extra = 0; extra <= more; extra++) allowed.Add(count + extra);
        }
    }

    private static int TurnLanes(WordList words, (int From, int To) range)
    {
        int turns = 0;
        for (int i = range.From; i < range.To; i++)
        {
            if ((words[i] is "turn" or "turning" or "center" or "centre" && words[i + 1] is "lane" or "lanes") || (words[i] == "turn" && words[i + 1] == "only")) turns++;
        }

        return turns;
    }

    /// <summary>"in each direction", "both ways"; of another number where one stands between ("four lanes, two in each direction").</summary>
    private static bool EachWay(WordList words, (int From, int To) range, int count)
    {
        for (int i = range.From; i < range.To; i++)
        {
            if (words[i] is not ("each" or "both" or "either" or "per")) continue;
            for (int n = i + 1; n <= i + 3; n++)
            {
                if (words[n] is "direction" or "directions" or "way" or "ways" or "side" && !AnotherBetween(words, count, i)) return true;
            }
        }

        return false;
    }

    private static bool AnotherBetween(WordList words, int count, int each)
    {
        for (int i = count + 1; count >= 0 && i < each; i++)
        {
            if (Number(words, i) is not null && words[i + 1] is "each" or "in" or "per" or "for" or "on") return true;
        }

        return false;
    }

    private static int? Number(WordList words, int i)
    {
        string word = words[i];
        if (word == "single") return 1;
        int named = Array.IndexOf(Counts, word);
        if (named > 0) return named;
        return word.Length <= 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 20 ? number : null;
    }
}
