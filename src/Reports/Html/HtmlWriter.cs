using System.Net;
using System.Text;
using System.Text.Json;
using Sim.Plugins.Sdk;
using Sim.Reports.Stories;

namespace Sim.Reports;

/// <summary>
/// <c>report.html</c>: one file that opens from disk and loads nothing: the pages of the run (overview, triage, cases, changes, coverage,
/// requirements, methods) and a page for each case with metrics, evidence, timeline and top-down replay. User text is data in blocks and reaches the
/// page only as text. Cases are encoded on all processors; the bytes do not depend on how many there are. Thread-safe.
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
    public string Description => "report.html, one file with the pages of the run, case pages and replay";

    /// <inheritdoc/>
    public IReportWriter Configured(Setting options) => new HtmlWriter(HtmlOptions.Read(options));

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        var text = new PageText(_options.MaxTextLength);
        var rows = CaseText.WorstFirst(report.Cases);
        var blocks = new PageBlocks(_options, text, files, new PassingNeighbours(report));
        var replays = blocks.Encode(rows, cancellationToken);

        using var page = new MemoryStream();
        Head(page, text.Clean($"{(_options.Title.Length > 0 ? _options.Title : string.Join(" + ", report.Identity.Suites))}: {report.Verdict}"));
        // The script runs before the cases are read, so that a large file is shown as soon as a small one.
        Block(page, "index", PageBlocks.Json(json => new PageIndex(text).Write(json, report, rows, replays, _options)));
        Append(page, $"<script>{PageAssets.Script}</script>\n");
        foreach (var (id, packed) in PageParts.Of(report, _options, text).Concat(blocks.Packed))
        {
            Append(page, $"<script type=\"text/plain\" id=\"{id}\">{packed}</script>\n");
        }

        Append(page, "</body>\n</html>\n");
        using var stream = files.Create("report.html");
        page.WriteTo(stream);
        if (_options.DriverOutput == DriverOutput.Beside)
        {
            new PageFiles(_options, files).WriteTails(rows, cancellationToken);
        }
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

    private static void Block(MemoryStream page, string id, byte[] json)
    {
        Append(page, $"<script type=\"application/json\" id=\"{id}\">");
        page.Write(json);
        Append(page, "</script>\n");
    }

    private static void Append(MemoryStream page, string text) => page.Write(Encoding.UTF8.GetBytes(text));
}
