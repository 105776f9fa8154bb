using System.Net;
using System.Text;

namespace Sim.Reports;

/// <summary>
/// The end of a driver's log as a person reads it. Logs hold process ids, times and whatever else differs between equal runs, so report.html, which may not differ, shows this
/// from a file beside it.
/// </summary>
/// <param name="Text">The last whole lines, without colours of terminals.</param>
/// <param name="Before">Bytes before them.</param>
internal sealed record DriverTail(string Text, long Before)
{
    /// <summary>Name of the log in a case's folder.</summary>
    public const string LogName = "driver.log";

    /// <summary>Name of the file with its end.</summary>
    public const string FileName = "driver-tail.html";

    /// <summary>Reads a log to its end.</summary>
    /// <param name="log">The log.</param>
    /// <param name="most">Most bytes of the end.</param>
    public static DriverTail Of(Stream log, int most)
    {
        byte[] ring = new byte[most];
        byte[] part = new byte[1 << 14];
        long total = 0;
        for (int read = log.Read(part); read > 0; read = log.Read(part))
        {
            for (int i = 0; i < read; i++)
            {
                ring[(total + i) % ring.Length] = part[i];
            }

            total += read;
        }

        int kept = (int)Math.Min(total, ring.Length);
        byte[] tail = new byte[kept];
        for (int i = 0; i < kept; i++)
        {
            tail[i] = ring[(total - kept + i) % ring.Length];
        }

        // A cut line is worth nothing; the first whole one follows it.
        int start = kept < total ? Array.IndexOf(tail, (byte)'\n') + 1 : 0;
        return new(new PageText(most).Clean(Plain(Encoding.UTF8.GetString(tail.AsSpan(start)))), total - kept + start);
    }

    /// <summary>The file that a case's page frames, at its end: text alone, nothing may run or be loaded in it.</summary>
    /// <param name="caseId">Whose.</param>
    public byte[] Page(string caseId)
    {
        string lead = Before == 0 ? "" : $"<p>{Before} bytes before this are left out; <a href=\"{LogName}\">{LogName}</a> has more.</p>\n";
        return Encoding.UTF8.GetBytes($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="color-scheme" content="light dark">
            <title>Output of the driver, {{WebUtility.HtmlEncode(new PageText(200).Clean(caseId))}}</title>
            <style>
            body { margin: 8px 10px; font: 12px/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
            pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
            </style>
            </head>
            <body>
            {{lead}}<pre>
            {{WebUtility.HtmlEncode(Text.Length > 0 ? Text : "(nothing)")}}</pre>
            <span id="end"></span>
            </body>
            </html>

            """.ReplaceLineEndings("\n"));
    }

    // Terminals' colours are control sequences: ESC [ parameters letter.
    private static string Plain(string log)
    {
        var plain = new StringBuilder(log.Length);
        for (int i = 0; i < log.Length; i++)
        {
            if (log[i] == '\u001b' && i + 1 < log.Length && log[i + 1] == '[')
            {
                for (i += 2; i < log.Length && log[i] is < '@' or > '~';)
                {
                    i++;
                }

                continue;
            }

            if (log[i] is not ('\r' or '\0'))
            {
                plain.Append(log[i]);
            }
        }

        return plain.ToString();
    }
}
