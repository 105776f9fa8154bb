using System.Text.RegularExpressions;

namespace Sim.Rpc.Peers;

/// <summary>
/// What a process said at its end, as a result may hold it: without clock times, process ids, addresses in memory and other words that differ between equal runs. The log
/// keeps them. Pure.
/// </summary>
internal static partial class StableWords
{
    /// <summary>The text with such words replaced: "E1123 03:41:49.12 4711 a.cc:5] no map" becomes "(time) (process) a.cc:5] no map".</summary>
    /// <param name="text">A line, bounded.</param>
    /// <param name="folder">The private folder of the process, whose name is random.</param>
    public static string Stable(string text, string folder)
    {
        text = text.Replace(folder, "(folder)", StringComparison.Ordinal);
        text = Glog().Replace(text, "(time) (process) ");
        text = Uuid().Replace(text, "(uuid)");
        text = Date().Replace(text, "(time)");
        text = Clock().Replace(text, "(time)");
        text = Epoch().Replace(text, "(time)");
        text = Address().Replace(text, "(address)");
        return Process().Replace(text, "$1(process)");
    }

    [GeneratedRegex(@"\b[IWEF][01]\d[0-3]\d [0-2]\d:[0-5]\d:[0-6]\d\.\d+ +\d+ ", RegexOptions.CultureInvariant)]
    private static partial Regex Glog();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\b(19|20)\d\d[-/][01]\d[-/][0-3]\d([T ][0-2]\d:[0-5]\d(:[0-6]\d([.,]\d+)?)?( ?Z| ?[+-][01]\d:?[0-5]\d)?)?", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"\b[0-2]?\d:[0-5]\d:[0-6]\d([.,]\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    // Seconds, milliseconds, microseconds or nanoseconds since 1970, from 2001 to 2033.
    [GeneratedRegex(@"(?<![\w.])1\d{9}(\d{3}|\d{6}|\d{9})?(\.\d+)?(?![\w])", RegexOptions.CultureInvariant)]
    private static partial Regex Epoch();

    [GeneratedRegex(@"\b0x[0-9a-f]{6,}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // A bare number may be an index, so only what is called a process or thread id is one.
    [GeneratedRegex(@"\b((?:pid|tid|process|thread)(?: id)?[ =:#]{0,3})\d+\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Process();
}
