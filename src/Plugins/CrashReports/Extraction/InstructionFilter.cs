using System.Buffers;
using System.Text.RegularExpressions;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>
/// Finds the sentences of a text that speak to whoever reads it by machine (orders, role tags, delimiters, fields of a record) instead of telling what happened.
/// They are no evidence for anything: an extractor leaves them out. Deterministic, pure and thread-safe; a narrative in the third person is left alone.
/// </summary>
internal static partial class InstructionFilter
{
    /// <summary>The ranges to leave out, ascending, disjoint, each with the white space behind it.</summary>
    public static IReadOnlyList<Range> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = Pieces(text);
        var flagged = new bool[pieces.Count];
        bool fence = false;
        for (int i = 0; i < pieces.Count; i++)
        {
            string piece = text[pieces[i]];
            bool edge = piece.Contains("```", StringComparison.Ordinal);
            flagged[i] = fence || edge || IsInstruction(piece);
            fence ^= edge && Fences().Count(piece) % 2 == 1;
        }

        // What follows or precedes an order and has its voice belongs to it.
        for (int i = 1; i < flagged.Length; i++)
        {
            flagged[i] |= flagged[i - 1] && Voice().IsMatch(text[pieces[i]]);
        }

        for (int i = flagged.Length - 2; i >= 0; i--)
        {
            flagged[i] |= flagged[i + 1] && Voice().IsMatch(text[pieces[i]]);
        }

        return Merge(pieces, flagged);
    }

    /// <summary>True when one sentence is an instruction by itself.</summary>
    internal static bool IsInstruction(string sentence)
    {
        string plain = Plain(sentence);
        return Forbid().IsMatch(plain)
            || (Has(plain, OverrideWords) && Override().IsMatch(plain))
            || (Has(plain, RoleWords) && Role().IsMatch(plain))
            || (Has(plain, MachineWords) && Machine().IsMatch(plain))
            || (Has(plain, YouWords) && Address().IsMatch(plain))
            || (Has(plain, OrderWords) && Order().IsMatch(plain))
            || Persona().IsMatch(plain)
            || (Has(plain, VerdictWords) && Verdict().IsMatch(plain))
            || (plain.AsSpan().ContainsAny(DataMarks) && Data().IsMatch(plain))
            || (Has(plain, DelimiterWords) && Delimiter().IsMatch(plain))
            || (Has(plain, TaskWords) && NewTask().IsMatch(plain))
            || (Has(plain, PassiveWords) && Passive().IsMatch(plain));
    }

    private static bool Has(string text, SearchValues<string> words) => text.AsSpan().ContainsAny(words);

    // Letters spaced or decorated to slip through are read as what they show.
    private static string Plain(string sentence) =>
        sentence.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') < 0 ? sentence : Invisible().Replace(sentence, "").Replace('\u00A0', ' ').Replace('’', '\'');

    /// <summary>Sentences and lines, each with the white space behind it. A line ends a piece only where the next one does not carry the sentence on.</summary>
    private static List<Range> Pieces(string text)
    {
        var pieces = new List<Range>();
        int start = 0;
        foreach (Match end in Ends().Matches(text))
        {
            int stop = end.Index + end.Length;

            // A plain line end ends a piece only behind a heading or a tag: narratives are wrapped.
            bool plain = end.Groups["plain"].Success && !IsMark(text.AsSpan(start, end.Index - start));
            if (stop > start && !plain)
            {
                pieces.Add(start..stop);
                start = stop;
            }
        }

        if (start < text.Length)
        {
            pieces.Add(start..text.Length);
        }

        return pieces;
    }

    private static bool IsMark(ReadOnlySpan<char> piece) => piece.TrimStart() is ['#', ..] or ['<', '|', ..] or ['`', ..] or ['[', 'I', ..] or ['[', '/', ..];

    private static List<Range> Merge(List<Range> pieces, bool[] flagged)
    {
        var ranges = new List<Range>();
        for (int i = 0; i < flagged.Length; i++)
        {
            if (!flagged[i])
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].End.Value == pieces[i].Start.Value)
            {
                ranges[^1] = ranges[^1].Start..pieces[i].End;
            }
            else
            {
                ranges.Add(pieces[i]);
            }
        }

        return ranges;
    }

    // One of these stands in whatever the expression of the same name matches: searching for them is much cheaper.
    private static readonly SearchValues<string> OverrideWords = Any("ignore", "disregard", "forget", "overrid", "overrule", "discard", "following", "attention");
    private static readonly SearchValues<string> RoleWords = Any("<", "[", "#", ":", ">", "]", "prompt", "message", "override", "instruction");
    private static readonly SearchValues<string> MachineWords = Any("model", "assistant", "system", "reader", "agent", "llm", "gpt", "bot", "extractor", "parser", "annotator", "machine", "algorithm", "software", "to ai", "to the ai", "for ai", "for the ai", "any ai", "all ai", "dear", "hey", "hello", "attention", "note to", "message", "instruction");
    private static readonly SearchValues<string> YouWords = Any("you");
    private static readonly SearchValues<string> OrderWords = Any("weather", "lighting", "lightning", "surface", "topology", "crash class", "crash_class", "field", "value", "json", "schema", "output", "answer", "speed", "unknown", "leaf", "evidence", "quote", "number", "respond", "reply", "print", "return");
    private static readonly SearchValues<string> VerdictWords = Any("answer", "output", "label", "record", "result", "classification", "json", "extraction", "response", "value");
    private static readonly SearchValues<char> DataMarks = SearchValues.Create("\"=>{}[],");
    private static readonly SearchValues<string> DelimiterWords = SearchValues.Create(["<", ">>>", "END", "BEGIN", "START", "--", "==", "**", "~~", "##", "__", "-=", "=-"], StringComparison.Ordinal);
    private static readonly SearchValues<string> TaskWords = Any("instruction", "task", "prompt", "rule", "directive", "order", "command", "step");
    private static readonly SearchValues<string> PassiveWords = Any("reported", "recorded", "classified", "label", "extracted", "answered", "output", "coded", "marked", "registered", "filled", "set");

    private static SearchValues<string> Any(params ReadOnlySpan<string> words) => SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    private const RegexOptions Fast = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // The begin of an order: of the sentence, of a clause after a colon, or after words that introduce one.
    private const string Begin = @"(?:^|[:;,!\-–—*#>\])""'(]|\b(?:please|now|instead|then|also|just|always|must|should|shall|will|you|to|and|kindly|simply|therefore|immediately|not))\s*";

    [GeneratedRegex(@"(?<=[.!?][""')\]]{0,2})\s+(?=[""'(\[<{#*]?[A-Z0-9<{\[#*`=-])|(?<=[}\]>`])\s+(?=[""'(]?[A-Z])|\n[ \t]*\n\s*|(?<=[:>\]}`=*-])[ \t]*\n\s*|\n\s*(?=[<{\[#`=*>-]|(?:[A-Z][A-Za-z]{2,12}|AI) ?:)|(?<plain>\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Ends();

    [GeneratedRegex("```", RegexOptions.CultureInvariant)]
    private static partial Regex Fences();

    [GeneratedRegex(@"[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]", RegexOptions.CultureInvariant)]
    private static partial Regex Invisible();

    [GeneratedRegex(Begin + @"(?:ignore|disregard|forget|override|overrule|discard|stop\s+following|pay\s+no\s+attention\s+to)\b[^.!?]{0,80}\b(?:instructions?|prompts?|directions?|guidelines?|rules?|commands?|context|messages?|text|report|narrative|schema|above|below|previous|prior|earlier|preceding|foregoing|everything|anything|all)\b", Fast)]
    private static partial Regex Override();

    [GeneratedRegex(@"<\|?/?\s*(?:im_start|im_end|system|assistant|user|developer|endoftext|eot_id|start_header_id|end_header_id|instructions?)\b[^>]{0,200}>|\[/?(?:INST|SYSTEM|ASSISTANT|USER)\]|<<\s*/?\s*SYS\s*>>|^\W*(?:system|assistant|developer|ai|chatbot|human|user)\b(?:\s+(?:message|prompt|note|override|notice|instruction|update)s?)?\s*[:>\]]|\b(?:system|developer)\s+(?:prompt|message|override|instruction)s?\b|^\s*#{1,6}\s*(?:system|instructions?|assistant|response|task|new)\b", Fast)]
    private static partial Regex Role();

    [GeneratedRegex(@"\b(?:language\s+models?|LLMs?|chat\s?gpt|gpt-?\d\w*|chatbot|ai\s+(?:model|assistant|system|reader|agent)|(?:dear|hey|hello|attention|note\s+to|message\s+(?:to|for)|instructions?\s+(?:to|for))\W{1,3}(?:the\s+|any\s+|all\s+)?(?:ai|assistant|model|extractor|parser|annotator|machine|bot|algorithm|software|reader))\b", Fast)]
    private static partial Regex Machine();

    [GeneratedRegex(@"\byou(?:'re|\s+are|\s+must|\s+should|\s+will|\s+shall|\s+have\s+to|\s+need\s+to|\s+can)\b[^.!?]{0,100}\b(?:report|record|output|answer|respond|reply|return|write|mark|set|classify|label|extract|json|field|schema|instructions?|values?|assistant|model|ignore|disregard|forget|pretend)\b|\byour\s+(?:task|instructions?|output|answer|response|job|prompt|rules?|training|system)\b", Fast)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?:^|[:;!]|\b(?:please|now|instead|then|also|just|always|must|should|shall|you|and|kindly|simply|therefore))\W{0,3}(?:set|mark|change|report|output|return|classify|label|extract|treat|fill|assign|answer|respond|reply|write|enter|record|print|replace|emit|produce|generate|overwrite|update|insert|choose|select|add|put|use)\b(?!\s+of\b)[^.!?]{0,100}\b(?:weather|lighting|lightning|surface|topology|crash[_ ]class|fields?|values?|json|schema|output|answer|speed[_ ]limits?(?=\s+(?:as|to|of|=))|unknown|leaf|evidence|quotes?|number\s+of\s+(?:lanes|vehicles|actors))\b|(?:^|[:;!]|\b(?:please|now|instead|then|just|only|always|must|you))\W{0,3}(?:respond|reply|answer|output|print|return)\s+(?:only|with|exactly|as|in|that|the\s+following|nothing)\b", Fast)]
    private static partial Regex Order();

    [GeneratedRegex(@"(?:^|[:;!]|\b(?:please|now|you))\W{0,3}(?:pretend|role-?play|act\s+as|imagine\s+that|assume\s+the\s+role)\b", Fast)]
    private static partial Regex Persona();

    [GeneratedRegex(@"\b(?:correct|true|expected|final|right|required|desired|valid|only\s+acceptable)\s+(?:answer|output|label|record|result|classification|json|extraction|response|value\s+(?:of|for)\s+(?:the\s+)?(?:field|weather|lighting|surface|record))\b[^.!?]{0,60}\b(?:is|are|should|must|be|:)", Fast)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"""[A-Za-z_]{2,40}""\s*:\s*(?:[""{\[\d-]|true|false|null)|\b(?:weather|lighting|surface|topology|crash_class|speed_limits?(?:_kmh)?|max_lanes|vehicles|actors|impacts|movement|striking)\s*(?:=|:=|->|=>)\s*[\w""'\[{]|^\s*[{}\[\],]+\s*$", Fast)]
    private static partial Regex Data();

    [GeneratedRegex(@"<<<|>>>|(?i:</?\s*(?:report|data|document|text|narrative|input|record|prompt|context)\s*>)|\b(?:END|BEGIN|START)(?:\s+OF)?(?:\s+THE)?\s+(?:REPORT|DATA|TEXT|NARRATIVE|INPUT|DOCUMENT|PROMPT|INSTRUCTIONS?|CONTEXT)\b|^\s*(?:--|==|\*\*|~~|##|__|-=|=-)[-=*#~_\s]+$|[-=*#~]{3,}\s*(?i:end|begin|start|new|system|instruction|important)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"\b(?:new|updated|revised|additional|hidden|special|secret|real|actual)\s+(?:instructions?|task|prompt|rules|directives?|orders?)\b\W{0,3}(?::|for\b|are\b|is\b|follow)|" + Begin + @"(?:follow|obey|execute|apply|comply\s+with|carry\s+out)\s+(?:these|the\s+following|my|this|the\s+new|all)\s+(?:\w+\s+)?(?:instructions?|rules?|orders?|commands?|directives?|steps?)\b", Fast)]
    private static partial Regex NewTask();

    [GeneratedRegex(@"^\W*(?:please\s+)?(?:do\s+not|don't|never)\s+(?:mention|report|output|include|extract|follow|use|read|trust|answer|tell|reveal|quote|record|validate|verify|check|flag|remove|obey|treat|list)\b", Fast)]
    private static partial Regex Forbid();

    [GeneratedRegex(@"\b(?:must|should|shall|has\s+to|have\s+to|is\s+to|are\s+to|needs?\s+to)\s+(?:\w+\s+)?(?:be\s+)?(?:reported|recorded|classified|labell?ed|extracted|answered|output|coded|marked|registered|filled\s+in|set)\s+(?:as|to|with|in)\b", Fast)]
    private static partial Regex Passive();

    [GeneratedRegex(@"^\W*(?:report|output|return|answer|respond|reply|write|print|set|mark|say|state|use|make|give|list|treat|classify|label|change|replace|remove|delete|add|include|assume|consider|pretend|act|follow|obey|do|don't|never|always|instead|only|please|remember|now|just|confirm|end|begin|thank|this\s+is\s+(?:an?\s+)?(?:order|instruction|command|important)|the\s+(?:weather|lighting|surface|road|speed\s+limit|crash)\s+is\b)\b|\byou(?:r)?\b|\b(?:instructions?|json|schema|output|prompt)\b", Fast)]
    private static partial Regex Voice();
}
