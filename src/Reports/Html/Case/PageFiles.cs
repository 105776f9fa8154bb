using System.Security.Cryptography;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary>What a case page links to, with hashes, and the end of its driver's log.</summary>
internal sealed class PageFiles(HtmlOptions options, IRunFiles files)
{
    private static readonly string[] Linked = ["scenario.yaml", "recording.mcap", "assessment.json", DriverTail.LogName];

    /// <summary>Writes the member "files": names that exist, hashes, the log's end where the page shall hold it.</summary>
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

        if (options.DriverOutput == DriverOutput.Inside && Tail(row) is { } tail)
        {
            json.WriteStartObject("log");
            json.WriteNumber("before", tail.Before);
            json.WriteString("text", tail.Text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the files with the ends of the logs that the page shows from beside it.</summary>
    /// <param name="rows">The cases.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public void WriteTails(IEnumerable<CaseRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Tail(row) is { } tail)
            {
                using var stream = files.Create($"cases/{row.Result.Case.Id}/{DriverTail.FileName}");
                stream.Write(tail.Page(row.Result.Case.Id));
            }
        }
    }

    // Only a case that needs explaining shows it.
    private DriverTail? Tail(CaseRow row)
    {
        using var log = row.Verdict == CaseVerdict.Passed ? null : files.OpenRead($"cases/{row.Result.Case.Id}/{DriverTail.LogName}");
        return log is null ? null : DriverTail.Of(log, options.MaxLogBytes);
    }
}
