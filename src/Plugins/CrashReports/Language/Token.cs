namespace Sim.Plugins.CrashReports.Language;

/// <summary>One token of a report.</summary>
/// <param name="Start">First character in the text, UTF-16.</param>
/// <param name="End">One behind the last character.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Norm">The token in lower case; contractions are undone ("n't" is "not", "'s" stays).</param>
/// <param name="Value">The number that it stands for ("two", "2", "2nd", "second"); not a number where it is none.</param>
/// <param name="Ordinal">True for "2nd" and "second".</param>
/// <param name="Glued">True when no blank stands between it and the token before (a hyphen may: "two-lane").</param>
/// <param name="Capital">True when its first character is an upper-case letter.</param>
internal readonly record struct Token(int Start, int End, TokenKind Kind, string Norm, double Value, bool Ordinal, bool Glued, bool Capital)
{
    public bool IsNumber => !double.IsNaN(Value);

    public bool IsWord => Kind == TokenKind.Word;

    /// <summary>The value as a small whole number, or null.</summary>
    public int? Count => Value is >= 0 and <= 99 && Value == Math.Floor(Value) ? (int)Value : null;
}
