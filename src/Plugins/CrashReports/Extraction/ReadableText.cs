using System.Globalization;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>Refuses what is no text of words at all, before anybody reads it. Pure and thread-safe.</summary>
internal static class ReadableText
{
    /// <summary>Checks a text.</summary>
    /// <exception cref="RefusedException">Empty, binary, too long, or without words; the message says which.</exception>
    public static void Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > CrashReport.MaxCharacters)
        {
            throw new RefusedException(string.Create(CultureInfo.InvariantCulture, $"the text has {text.Length} characters; at most {CrashReport.MaxCharacters} are read"));
        }

        int letters = 0, odd = 0, seen = 0;
        foreach (char c in text)
        {
            seen += char.IsWhiteSpace(c) ? 0 : 1;
            letters += char.IsLetter(c) ? 1 : 0;
            odd += c == '\uFFFD' || (char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f')) ? 1 : 0;
        }

        if (seen == 0)
        {
            throw new RefusedException("the text is empty");
        }

        if (odd * 50 > text.Length)
        {
            throw new RefusedException("the text holds binary data; save the report as plain text");
        }

        if (letters * 2 < seen)
        {
            throw new RefusedException("the text holds hardly any words");
        }
    }
}
