using System.Globalization;

namespace Sim;

/// <summary>
/// Bad input from outside: a file, a setting, a message. Carries the place and, in the message, what was found, what was expected and what
/// to do. Readers throw nothing else for bad input.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Longest detail; what exceeds it is cut, so that a hostile name cannot fill a log.</summary>
    public const int MaxLength = 4000;

    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected, what to do.</param>
    /// <param name="file">File or source name as the user wrote it, or null when there is none.</param>
    /// <param name="line">1-based line, or 0 when unknown.</param>
    /// <param name="column">1-based column, or 0 when unknown.</param>
    /// <param name="inner">The cause, if any.</param>
    public InputException(string message, string? file = null, int line = 0, int column = 0, Exception? inner = null)
        : base(Locate(Clean(message), file is null ? null : Clean(file), line, column), inner)
    {
        File = file;
        Line = line;
        Column = column;
        Detail = Clean(message);
    }

    /// <summary>File or source name, or null.</summary>
    public string? File { get; }

    /// <summary>1-based line, 0 when unknown.</summary>
    public int Line { get; }

    /// <summary>1-based column, 0 when unknown.</summary>
    public int Column { get; }

    /// <summary>The message without the place.</summary>
    public string Detail { get; }

    // What a message quotes is hostile: it must not steer a terminal.
    private static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1), "…");
        }

        return text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 && text.AsSpan().IndexOfAnyInRange('\u007F', '\u009F') < 0
            ? text
            : string.Create(text.Length, text, static (span, from) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(from[i]) && from[i] is not ('\n' or '\t') ? '\uFFFD' : from[i];
                }
            });
    }

    private static string Locate(string message, string? file, int line, int column)
    {
        if (file is null && line == 0)
        {
            return message;
        }

        string place = file ?? "input";
        if (line > 0)
        {
            place += string.Create(CultureInfo.InvariantCulture, $":{line}");
            if (column > 0)
            {
                place += string.Create(CultureInfo.InvariantCulture, $":{column}");
            }
        }

        return $"{place}: {message}";
    }
}
