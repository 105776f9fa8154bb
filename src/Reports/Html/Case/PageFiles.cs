using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary>What a case page links to, with hashes, and the end of its driver's log.</summary>
internal sealed class PageFiles(HtmlOptions options, IRunFiles files)
{
    private const string Log = "driver.log";
    private static readonly string[] Linked = ["scenario.yaml", "recording.mcap", "assessment.json", Log];
    private readonly PageText _log = new(options.MaxLogBytes);

    /// <summary>Writes the member "files": names that exist, hashes, the log's tail.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The case.</param>
    public void Write(Utf8JsonWriter json, CaseRow row)
    {
        string folder = $"cases/{row.Result.Case.Id}/";
        json.WriteStartObject("files");
        json.WriteStartArray("names");
        foreach (string name in Linked)
        {
            using var stream = files.OpenRead(folder + name);
            if (stream is not null)
            {
                json.WriteStringValue(name);
            }
        }

        json.WriteEndArray();
        using (var scenario = files.OpenRead(folder + "scenario.yaml"))
        {
            if (scenario is not null)
            {
                json.WriteString("scenario_sha256", Convert.ToHexStringLower(SHA256.HashData(scenario)));
            }
        }

        // A log may differ between equal runs, so only a case that needs explaining carries it.
        using (var log = row.Verdict == CaseVerdict.Passed ? null : files.OpenRead(folder + Log))
        {
            if (log is not null)
            {
                WriteLog(json, log);
            }
        }

        json.WriteEndObject();
    }

    private void WriteLog(Utf8JsonWriter json, Stream log)
    {
        byte[] ring = new byte[options.MaxLogBytes];
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
        json.WriteStartObject("log");
        json.WriteNumber("before", total - kept + start);
        json.WriteString("text", _log.Clean(Plain(Encoding.UTF8.GetString(tail.AsSpan(start)))));
        json.WriteEndObject();
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

            if (log[i] != '\r')
            {
                plain.Append(log[i]);
            }
        }

        return plain.ToString();
    }
}
