namespace Sim.Plugins.CrashReports.Records;

/// <summary>A verbatim piece of a report.</summary>
/// <param name="Start">First character, counted in UTF-16 units from the begin of the text.</param>
/// <param name="End">One behind the last character.</param>
/// <param name="Quote">Exactly the characters from <paramref name="Start"/> to <paramref name="End"/>, line breaks included.</param>
public readonly record struct TextSpan(int Start, int End, string Quote)
{
    /// <summary>Cuts a span out of a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds do not lie in the text.</exception>
    public static TextSpan Of(string text, int start, int end)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(start, end, text[start..end]);
    }
}
