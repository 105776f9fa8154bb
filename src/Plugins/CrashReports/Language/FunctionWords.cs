using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Closed classes of English words.</summary>
internal static class FunctionWords
{
    public static readonly FrozenSet<string> Determiners = Set("a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "your", "another", "one", "each", "every", "some", "any", "both", "no", "'s");
    public static readonly FrozenSet<string> Nominative = Set("he", "she", "it", "they", "i", "we", "who", "which");
    public static readonly FrozenSet<string> Prepositions = Set("in", "on", "onto", "into", "at", "to", "from", "of", "off", "with", "without", "by", "for", "toward", "towards", "through", "thru", "across", "over", "under", "along", "around", "behind", "beside", "between", "near", "past", "against", "about", "above", "below", "beyond", "during", "inside", "outside", "within", "upon", "up", "down", "out", "ahead", "alongside", "opposite", "per", "due", "via", "prior", "following", "before", "after", "until", "than", "as", "since", "despite", "like");
    public static readonly FrozenSet<string> Subordinators = Set("when", "while", "because", "since", "although", "though", "if", "unless", "until", "where", "whereas", "whether", "once", "as", "before", "after", "that", "so", "whereupon", "than", "whenever");
    public static readonly FrozenSet<string> Relatives = Set("which", "who", "that", "whose", "whom", "where");
    public static readonly FrozenSet<string> Coordinators = Set("and", "but", "or", "then", "nor", "yet");
    public static readonly FrozenSet<string> Negations = Set("not", "never", "no", "neither", "nor", "without", "none", "nothing", "hardly");

    private static readonly FrozenSet<string> Adverbs = Set("just", "then", "also", "already", "still", "never", "not", "now", "again", "too", "soon", "always", "often", "almost", "even", "ever", "first", "only", "both", "all", "himself", "herself", "itself", "there", "later", "thus", "straight", "either", "neither", "once", "last", "instead", "however", "therefore", "further", "perhaps", "maybe", "somewhat", "fully");

    /// <summary>Adverbs that may stand within a group of verbs.</summary>
    public static bool IsAdverb(string word) => Adverbs.Contains(word) || (word.Length > 4 && word.EndsWith("ly", StringComparison.Ordinal) && word is not ("family" or "july" or "only" or "early" or "assembly" or "supply"));

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
