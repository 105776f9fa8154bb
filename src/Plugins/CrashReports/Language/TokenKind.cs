namespace Sim.Plugins.CrashReports.Language;

/// <summary>Kind of a token.</summary>
internal enum TokenKind
{
    /// <summary>A word, or letters with digits ("v1").</summary>
    Word,
    /// <summary>A number in digits, an ordinal in digits included ("3rd").</summary>
    Number,
    /// <summary>Anything else: one character.</summary>
    Mark,
}
