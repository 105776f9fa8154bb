using System.Globalization;

namespace Sim;

/// <summary>
/// Bad input from outside: a file, a setting, a message. Carries the place and, in the message, what was found, what was expected and what
/// to do. Readers throw nothing else for bad input.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected, what to do.</param>
    /// <param name="file">File or source name as the user wrote it, or null when there is none.</param>
    /// <param name="line">1-based line, or 0 when unknown.</param>
    /// <param name="column">1-based column, or 0 when unknown.</param>
    /// <param name="inner">The cause, if any.</param>
    public InputException(string message, string? file = null, int line = 0, int column = 0, Exception? inner = null)
        : base(Locate(message, file, line, column), inner)
    {
        File = file;
        Line = line;
        Column = column;
        Detail = message;
    }

    /// <summary>File or source name, or null.</summary>
    public string? File { get; }

    /// <summary>1-based line, 0 when unknown.</summary>
    public int Line { get; }

    /// <summary>1-based column, 0 when unknown.</summary>
    public int Column { get; }

    /// <summary>The message without the place.</summary>
    public string Detail { get; }

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
