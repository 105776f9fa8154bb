namespace Sim.Studies;

/// <summary>Pages whose tables a command writes and whose prose people write: blocks between markers are replaced, the rest stays.</summary>
internal static class GeneratedPage
{
    /// <summary>Replaces blocks; a page without a block gets it at its end.</summary>
    /// <param name="page">The page so far; may be empty.</param>
    /// <param name="blocks">Name and content of each block, in order.</param>
    public static string Update(string page, IEnumerable<(string Name, string Content)> blocks)
    {
        foreach (var (name, content) in blocks)
        {
            string begin = $"<!-- {name}: written by the command -->", end = $"<!-- end of {name} -->";
            string block = $"{begin}\n{content.TrimEnd('\n')}\n{end}";
            int from = page.IndexOf(begin, StringComparison.Ordinal);
            int to = from < 0 ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
            page = to < 0
                ? page + (page.Length == 0 || page.EndsWith("\n\n", StringComparison.Ordinal) ? "" : "\n") + block + "\n"
                : page[..from] + block + page[(to + end.Length)..];
        }

        return page;
    }
}
