using System.Text.RegularExpressions;

namespace Sim.Plugins.CrashReports.Llm.Masking;

/// <summary>
/// Replaces names of people, licence plates and street addresses by placeholders of equal length, so that places in the text stay the same: "[NAME1__]". The same
/// words get the same placeholder. A set of rules of English, not a promise: what has no sign of being a name is not found. Pure and thread-safe.
/// </summary>
internal static partial class TextMask
{
    /// <summary>The text with its placeholders, of the same length.</summary>
    public static string Apply(string text, MaskKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(text);
        char[] result = text.ToCharArray();
        if (kinds.HasFlag(MaskKinds.Addresses))
        {
            Cover(result, "PLACE", Address().Matches(text).Select(Whole).Concat(Street().Matches(text).Select(Whole)).Concat(Town().Matches(text).Select(Whole)), text);
        }

        if (kinds.HasFlag(MaskKinds.Plates))
        {
            Cover(result, "PLATE", Plate().Matches(text).Select(Inner).Concat(BarePlate().Matches(text).Select(Whole)).Concat(Vin().Matches(text).Select(Whole)), text);
        }

        if (kinds.HasFlag(MaskKinds.Names))
        {
            Cover(result, "NAME", Names(text), text);
        }

        return new string(result);
    }

    /// <summary>The kinds in words, sorted.</summary>
    public static IReadOnlyList<string> Words(MaskKinds kinds) =>
        [.. Enum.GetValues<MaskKinds>().Where(k => k != MaskKinds.None && kinds.HasFlag(k)).Select(k => k.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal)];

    private static List<(int Start, int Length)> Names(string text)
    {
        var found = Titled().Matches(text).Select(Inner).Concat(Named().Matches(text).Select(Inner)).Concat(Given().Matches(text).Select(Whole)).ToList();

        // Once somebody is known by name, the surname alone is the name too.
        var surnames = found.Select(f => text.Substring(f.Start, f.Length).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Trim('.', ','))
            .Where(s => s.Length > 2 && char.IsUpper(s[0])).Distinct(StringComparer.Ordinal).ToList();
        foreach (string surname in surnames)
        {
            for (int at = text.IndexOf(surname, StringComparison.Ordinal); at >= 0; at = text.IndexOf(surname, at + surname.Length, StringComparison.Ordinal))
            {
                if ((at == 0 || !char.IsLetter(text[at - 1])) && (at + surname.Length == text.Length || !char.IsLetter(text[at + surname.Length])))
                {
                    found.Add((at, surname.Length));
                }
            }
        }

        return found;
    }

    private static void Cover(char[] result, string word, IEnumerable<(int Start, int Length)> places, string text)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (start, length) in places.OrderBy(p => p.Start).ThenByDescending(p => p.Length))
        {
            if (Enumerable.Range(start, length).Any(i => result[i] != text[i]))
            {
                continue;
            }

            string what = text.Substring(start, length);
            if (!numbers.TryGetValue(what, out int number))
            {
                numbers[what] = number = numbers.Count + 1;
            }

            string label = FormattableString.Invariant($"[{word}{number}");
            for (int i = 0; i < length; i++)
            {
                result[start + i] = length < label.Length + 1 ? '#' : i < label.Length ? label[i] : i == length - 1 ? ']' : '_';
            }
        }
    }

    private static (int Start, int Length) Whole(Match match) => (match.Index, match.Length);

    private static (int Start, int Length) Inner(Match match) => (match.Groups[1].Index, match.Groups[1].Length);

    private const string Suffix = @"(?:Street|St\.?|Avenue|Ave\.?|Boulevard|Blvd\.?|Road|Rd\.?|Drive|Dr\.?|Lane|Ln\.?|Way|Court|Ct\.?|Place|Pl\.?|Highway|Hwy\.?|Parkway|Pkwy\.?|Terrace|Circle|Square)";

    private const string Word = @"[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*";

    private const string Particle = @"(?:(?:de|van|von|der|den|la|di|da|del|al|el|bin)\s+){0,2}";

    [GeneratedRegex(@"\b(?!(?:19|20)\d\d\s+(?:Buick|Chrysler|Ford|Chevrolet|Dodge|Lincoln|Mercury|Plymouth|Pontiac|Jeep)\b)\d{1,5}\s+(?:[NSEW]\.?\s+|North\s+|South\s+|East\s+|West\s+)?(?:(?:" + Word + @"|\d{1,3}(?:st|nd|rd|th))\s+){1,3}" + Suffix + @"(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?<!Buick\s)(?!(?:The|This|Buick|That|A|An|One|Two|Main\s+Access|Private|Public|Left|Right|Local|City|County|State|Frontage|Service|Access|Side|Cross|Through|Divided|Undivided|Rural|Urban)\b)(?:(?:North|South|East|West)\s+)?(?:" + Word + @"\s+){0,1}(?:" + Word + @"|\d{1,3}(?:st|nd|rd|th))\s+(?:Street|Avenue|Ave\.|Boulevard|Blvd\.?|Road|Rd\.|Parkway|Terrace)(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Street();

    [GeneratedRegex(@"\b" + Word + @"(?:\s" + Word + @")?,\s+[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Town();

    [GeneratedRegex(@"\b(?i:licen[cs]e\s+(?:plate|tag|number|no\.?)|number\s+plate|plates?|tag|registration|reg\.?)(?i:\s+(?:plate|number|no\.?|tag))?\s*(?i:#|:|is|was|of|reading|bearing)?\s*\(?((?=[A-Z0-9 -]*\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,5}){1,2})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Plate();

    [GeneratedRegex(@"\b(?:[A-Z]{3}-\d{3,4}|\d{3}-[A-Z]{3}|\d[A-Z]{3}\d{3}|[A-Z]{2}\d{2}\s[A-Z]{3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex BarePlate();

    [GeneratedRegex(@"\b(?=[A-HJ-NPR-Z0-9]*\d)(?=[A-HJ-NPR-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Vin();

    [GeneratedRegex(@"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Officer|Trooper|Sergeant|Sgt|Deputy|Detective)\.?\s+((?:[A-Z]\.\s+)?" + Word + @"(?:\s+(?:[A-Z]\.\s+)?" + Particle + Word + @")?)", RegexOptions.CultureInvariant)]
    private static partial Regex Titled();

    [GeneratedRegex(@"\b(?i:named|identified\s+as|called|(?:driver|passenger|pedestrian|cyclist|owner|witness|victim),)\s+(" + Word + @"\s+(?:[A-Z]\.\s+)?" + Particle + Word + @")(?=[\s,.;)])", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:James|John|Robert|Michael|William|David|Richard|Joseph|Thomas|Charles|Christopher|Daniel|Matthew|Anthony|Mark|Donald|Steven|Paul|Andrew|Joshua|Kenneth|Kevin|Brian|George|Edward|Ronald|Timothy|Jason|Jeffrey|Ryan|Jacob|Gary|Nicholas|Eric|Jonathan|Stephen|Larry|Justin|Scott|Brandon|Benjamin|Samuel|Gregory|Frank|Alexander|Raymond|Patrick|Jack|Dennis|Jerry|Tyler|Aaron|Jose|Juan|Carlos|Luis|Ahmed|Mohammed|Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Nancy|Lisa|Betty|Margaret|Sandra|Ashley|Dorothy|Kimberly|Emily|Donna|Michelle|Carol|Amanda|Melissa|Deborah|Stephanie|Rebecca|Laura|Sharon|Cynthia|Kathleen|Amy|Angela|Shirley|Anna|Brenda|Pamela|Emma|Nicole|Helen|Samantha|Katherine|Christine|Rachel|Carolyn|Janet|Maria|Heather|Diane|Olivia|Julie|Jane|Fatima|Aisha|Wei|Priya)\s+(?:[A-Z]\.\s+)?" + Word + @"\b(?!\s+(?:Street|Avenue|Boulevard|Road|Drive|Lane|Way|Court|Highway|Parkway))", RegexOptions.CultureInvariant)]
    private static partial Regex Given();
}
