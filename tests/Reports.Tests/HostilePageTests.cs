using System.Globalization;
using System.Text;
using Sim.Reports;

namespace Sim.Tests.Reports;

/// <summary>Hostile texts in every field, in a real browser: nothing runs, nothing is asked for, nothing leaves the frame, and every page still works.</summary>
public sealed class HostilePageTests : IAsyncLifetime
{
    private const int Batch = 50;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-hostile-");
    private Browser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await Browser.Start(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Set SIM_HOSTILE to 1000 for all of them.</summary>
    [Fact]
    public async Task Hostile_texts_in_every_field_stay_texts()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("SIM_HOSTILE"), CultureInfo.InvariantCulture, out int wanted) ? wanted : Batch;
        var payloads = HostilePayloads.Some(count);
        Assert.Equal(1000, HostilePayloads.All.Distinct(StringComparer.Ordinal).Count());
        string path = Path.Combine(_folder.FullName, "report.html");
        string page = new Uri(path).AbsoluteUri;
        for (int first = 0; first < payloads.Count; first += Batch)
        {
            var run = HostileRun.Of([.. payloads.Skip(first).Take(Batch)]);
            var files = new MemoryRunFiles(run.Recordings) { Baselines = run.Recordings.ToDictionary(r => r.Key, r => Moved(r.Value)) };
            foreach (var row in run.Report.Cases)
            {
                using var log = files.Create($"cases/{row.Result.Case.Id}/driver.log");
                log.Write(Encoding.UTF8.GetBytes(row.Result.Reason));
            }

            new HtmlWriter().Write(run.Report, files, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(path, files.Bytes("report.html"), TestContext.Current.CancellationToken);
            foreach (string tail in files.Paths.Where(p => p.EndsWith(DriverTail.FileName, StringComparison.Ordinal)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.FullName, tail))!);
                await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, tail), files.Bytes(tail), TestContext.Current.CancellationToken);
            }

            await _browser.Open(page);
            await _browser.Until("document.querySelector('main') !== null");
            await Unharmed("the first page of batch " + first);
            int links = await _browser.Count("document.querySelectorAll('nav a[href^=\"#\"]').length");
            for (int i = 0; i < links; i++)
            {
                await _browser.Ask($"document.querySelectorAll('nav a[href^=\"#\"]')[{i}]?.click()");
                await Settled();
                await Unharmed($"page {i} of batch {first}");
            }

            foreach (var row in run.Report.Cases)
            {
                await _browser.Ask($"location.hash = '#case={Uri.EscapeDataString(row.Result.Case.Id)}'");
                await _browser.Until($"document.querySelector('main.case h1')?.textContent === '{row.Result.Case.Id}'");
                await _browser.Ask("document.querySelectorAll('main.case details').forEach(d => { d.open = true; })");
                await Settled();
                await Unharmed(row.Result.Case.Id + " of " + Start(row.Result.Reason));
            }
        }

        Assert.All(_browser.Requests, r => Assert.True(r == "about:blank" || r.StartsWith(page, StringComparison.Ordinal) || (r.StartsWith(new Uri(_folder.FullName).AbsoluteUri + "/cases/", StringComparison.Ordinal) && r.EndsWith("/driver-tail.html", StringComparison.Ordinal)), r));
    }

    private async Task Settled() => await _browser.Ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");

    private async Task Unharmed(string where)
    {
        Assert.True(_browser.Complaints.IsEmpty, $"{where}: {string.Join('\n', _browser.Complaints)}");
        string found = await _browser.Text(
            "(() => { const bad = document.querySelectorAll('img, iframe:not([sandbox=\"\"]), object, embed, base, form, link, svg[onload], [onerror], [onfocus], [ontoggle], a[href^=\"javascript\" i], #app script, #app style').length; "
            + "const wide = document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' ') || 'wide' : ''; "
            + "return [document.documentElement.dataset.harmed ?? '', bad || '', wide, getComputedStyle(document.body).display === 'none' ? 'hidden' : ''].join(''); })()");
        Assert.True(found.Length == 0, $"{where}: {found}");
    }

    private static string Start(string text) => text[..Math.Min(40, text.Length)];

    private static Recording Moved(Recording recording) => recording with
    {
        Tracks = [.. recording.Tracks.Select(t => t with { X = t.X.ToArray().Select(x => x - 3).ToArray() })],
    };
}
