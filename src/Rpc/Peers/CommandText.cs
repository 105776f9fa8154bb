using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sim.Rpc.Peers;

/// <summary>
/// Splits a command line into program and arguments without a shell. Blanks separate; <c>'…'</c> takes everything as it is; <c>"…"</c> takes
/// blanks, and <c>\"</c> and <c>\\</c> within; a backslash elsewhere takes the next character as it is. Nothing else is special: no variables, no
/// wildcards, no pipes.
/// </summary>
internal static class CommandText
{
    private const int MaxArguments = 1000;
    private const int MaxLength = 100_000;

    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\n'\"\\");

    // Who writes one of these expects a shell.
    private static readonly string[] ShellWords = ["|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1", "&>"];

    /// <summary>Program and arguments of a setting: a text, or a list of texts that are taken as they are.</summary>
    /// <exception cref="InputException">Empty, too long, an open quote, or something that only a shell understands.</exception>
    public static IReadOnlyList<string> Read(Setting value)
    {
        var arguments = value.Kind switch
        {
            SettingKind.Scalar => Split(value),
            SettingKind.List => [.. value.Items.Select(i => i.Kind == SettingKind.Scalar
                ? i.Text
                : throw i.Error($"'command' holds {SettingReader.Describe(i)}; write a list of texts: command: [ python3, drive.py ]"))],
            _ => throw value.Error($"'command' is {SettingReader.Describe(value)}; write command: \"python3 drive.py\" or command: [ python3, drive.py ]"),
        };
        if (arguments.Count == 0 || arguments[0].Length == 0)
        {
            throw value.Error("'command' names no program; write command: \"python3 drive.py\"");
        }

        if (arguments.Count > MaxArguments || arguments.Sum(a => a.Length) > MaxLength)
        {
            throw value.Error(string.Create(CultureInfo.InvariantCulture, $"'command' is too long; at most {MaxArguments} arguments with {MaxLength} characters together are allowed"));
        }

        if (arguments.FirstOrDefault(a => a.Contains('\0')) is not null)
        {
            throw value.Error("'command' holds a null character");
        }

        return arguments.FirstOrDefault(Secrets.Mentions) is not null
            ? throw value.Error("'command' holds a secret, but every user of a machine can see command lines; give it in env: { NAME: \"${secret:NAME}\" }")
            : arguments;
    }

    /// <summary>One line that shows the command as the user wrote it, without expanded variables.</summary>
    public static string Shown(Setting value) => value.Kind == SettingKind.List ? string.Join(' ', value.Items.Select(i => Quoted(i.Raw))) : value.Raw.ReplaceLineEndings(" ").Trim();

    private static string Quoted(string text) => text.Length > 0 && text.AsSpan().IndexOfAny(Special) < 0 ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static List<string> Split(Setting value)
    {
        string text = value.Text;
        var arguments = new List<string>();
        var word = new StringBuilder();
        bool within = false, literal = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is ' ' or '\t' or '\n' or '\r')
            {
                End();
                continue;
            }

            within = true;
            switch (c)
            {
                case '\'':
                    int close = text.IndexOf('\'', i + 1);
                    word.Append(close < 0 ? throw Open(value, c) : text[(i + 1)..close]);
                    i = close;
                    literal = true;
                    break;
                case '"':
                    for (i++; ; i++)
                    {
                        if (i >= text.Length)
                        {
                            throw Open(value, c);
                        }

                        if (text[i] == '"')
                        {
                            break;
                        }

                        i += text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' ? 1 : 0;
                        word.Append(text[i]);
                    }

                    literal = true;
                    break;
                case '\\' when i + 1 < text.Length:
                    word.Append(text[++i]);
                    literal = true;
                    break;
                default:
                    word.Append(c);
                    break;
            }
        }

        End();
        return arguments;

        void End()
        {
            if (within)
            {
                string argument = word.ToString();
                if (!literal && ShellWords.Contains(argument, StringComparer.Ordinal))
                {
                    throw value.Error($"'command' holds '{argument}', which only a shell understands, and none is used; write command: [ sh, -c, \"…\" ], or quote it");
                }

                arguments.Add(argument);
            }

            word.Clear();
            (within, literal) = (false, false);
        }
    }

    private static InputException Open(Setting value, char quote) => value.Error($"'command' holds a quote ({quote}) that is not closed");
}
