using System.Net;
using System.Text;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary>
/// <c>report.html</c>: one file that opens from disk and loads nothing: verdict, counts, expectations, waivers, a table of cases and a page for
/// each case with metrics, evidence, timeline and top-down replay. User text is data in JSON blocks and reaches the page only as text.
/// Thread-safe.
/// </summary>
/// <remarks>Builds a writer with other limits than the usual ones.</remarks>
/// <param name="options">Limits; null means the defaults.</param>
public sealed class HtmlWriter(HtmlOptions? options) : IReportWriter
{
    private readonly HtmlOptions _options = options ?? new HtmlOptions();

    /// <summary>Builds a writer with the default limits.</summary>
    public HtmlWriter()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public string Name => "html";

    /// <inheritdoc/>
    public string Description => "report.html, one file with table, case pages and replay";

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        using var page = new MemoryStream();
        var text = new PageText(_options.MaxTextLength);
        Head(page, text.Clean($"{string.Join(" + ", report.Identity.Suites)}: {report.Verdict}"));
        var rows = CaseText.WorstFirst(report.Cases);
        var replays = Cases(page, rows, files, text, cancellationToken);
        Block(page, "index", Json(json => new PageIndex(text).Write(json, report, rows, replays, _options)));
        Append(page, $"<script>{PageAssets.Script}</script>\n</body>\n</html>\n");
        using var stream = files.Create("report.html");
        page.WriteTo(stream);
    }

    private PageIndex.Replay[] Cases(MemoryStream page, IReadOnlyList<CaseRow> rows, IRunFiles files, PageText text, CancellationToken cancellationToken)
    {
        var maps = new PageMaps(_options, text);
        var replay = new PageReplay(_options, text);
        var one = new PageCase(text);
        var replays = new PageIndex.Replay[rows.Count];
        int embedded = 0;
        long bytes = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool within = embedded < _options.MaxReplays && bytes < _options.MaxReplayBytes;
            bool kept = rows[i].Result.RecordingSha256.Length > 0;
            var recording = within && kept ? files.Recording(rows[i].Result.Case.Id) : null;
            replays[i] = recording is not null ? PageIndex.Replay.Embedded : kept && !within ? PageIndex.Replay.LeftOut : PageIndex.Replay.NotKept;
            int map = -1;
            if (recording is not null)
            {
                embedded++;
                map = maps.Add(recording.Map, PageReplay.BoundsOf(recording), (id, json) =>
                {
                    bytes += json.Length;
                    Block(page, id, json);
                });
            }

            byte[] block = Json(json =>
            {
                json.WriteStartObject();
                one.Write(json, rows[i], recording is not null);
                if (recording is not null)
                {
                    json.WriteStartObject("replay");
                    replay.Write(json, recording, map);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            });
            bytes += recording is null ? 0 : block.Length;
            Block(page, $"case-{i}", block);
        }

        return replays;
    }

    private static void Head(MemoryStream page, string title) => Append(page, $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{PageAssets.Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>{PageAssets.Style}</style>
        </head>
        <body>
        <noscript>This report needs JavaScript, which is part of this file; nothing is loaded. The same facts are in report.json and summary.md beside it.</noscript>
        <div id="app"></div>

        """.ReplaceLineEndings("\n"));

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        // The default encoder escapes <, > and &, so no text can end its script element.
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }

    private static void Block(MemoryStream page, string id, byte[] json)
    {
        Append(page, $"<script type=\"application/json\" id=\"{id}\">");
        page.Write(json);
        Append(page, "</script>\n");
    }

    private static void Append(MemoryStream page, string text) => page.Write(Encoding.UTF8.GetBytes(text));
}
