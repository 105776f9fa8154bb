using Sim.Reports;

namespace Sim.Tests.Reports;

/// <summary>The page as a user meets it: from disk, in a real browser.</summary>
public sealed class ReportPageTests : IAsyncLifetime
{
    private const string Rows = "Number(document.querySelector('table.cases').getAttribute('aria-rowcount')) - 1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim report's");
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

    [Fact]
    public async Task The_landing_page_shows_verdict_gates_and_a_row_for_each_case()
    {
        var run = SampleRun.Of(60);
        await Open(run);
        Assert.Equal(run.Report.Verdict, await _browser.Text("document.querySelector('.lead').textContent"));
        Assert.Equal(4, await _browser.Count("document.querySelectorAll('table.gates tbody tr').length"));
        Assert.Contains("AEB-77", await _browser.Text("document.body.textContent"), StringComparison.Ordinal);
        await Open(run, "#cases");
        Assert.Equal(60, await _browser.Count(Rows));
        Assert.Equal("error", await _browser.Text("document.querySelector('tr.case .badge').lastChild.textContent"));
        Quiet();
    }

    [Fact]
    public async Task A_case_that_the_second_reading_decides_otherwise_is_named_with_both_readings()
    {
        var run = SampleRun.Of(3);
        var assessed = run.Report.Cases.First(c => c.Result.Assessments.Count > 0);
        var assessment = assessed.Result.Assessments[0];
        var flagged = assessed with
        {
            Otherwise = ["all: odd_metric >= 0.5"],
            Result = assessed.Result with
            {
                Assessments = [assessment with { Metrics = [assessment.Metrics[0] with { SecondReading = Measured.Of(0.123) }, .. assessment.Metrics.Skip(1)] }],
            },
        };
        string id = flagged.Result.Case.Id;
        var report = run.Report with
        {
            Cases = [.. run.Report.Cases.Select(c => c.Result.Case.Id == id ? flagged : c)],
            Gates = [run.Report.Gates[0] with { Otherwise = [id] }],
        };
        await Open(report, run.Recordings);
        Assert.Contains("Decided otherwise by the second reading:" + id, await _browser.Text("document.querySelector('table.gates').textContent"), StringComparison.Ordinal);
        await Open(report, run.Recordings, $"#case={Uri.EscapeDataString(id)}");
        await _browser.Until("document.querySelector('main.case') !== null");
        string page = await _browser.Text("document.querySelector('main.case').textContent");
        Assert.Contains("would decide otherwise: all: odd_metric >= 0.5", page, StringComparison.Ordinal);
        Assert.Contains("second reading: 0.123", page, StringComparison.Ordinal);
        Quiet();
    }

    [Fact]
    public async Task Filtering_sorting_and_picking_a_verdict_change_the_table()
    {
        var run = SampleRun.Of(60);
        await Open(run, "#cases");
        await _browser.Press("/");
        Assert.Equal("filter", await _browser.Text("document.activeElement.id"));
        foreach (char c in "gap-12-m")
        {
            await _browser.Press(c.ToString());
        }

        int expected = run.Report.Cases.Count(c => c.Result.Case.Id.Contains("gap-12-m", StringComparison.Ordinal));
        Assert.Equal(expected, await _browser.Count(Rows));
        await _browser.Ask("[...document.querySelectorAll('button')].find(b => b.textContent === 'Reset').click()");
        Assert.Equal(60, await _browser.Count(Rows));
        await _browser.Ask("location.hash = ''");
        await _browser.Until("document.querySelector('.tile.failed') !== null");
        await _browser.Ask("document.querySelector('.tile.failed').click()");
        await _browser.Until("document.querySelector('table.cases') !== null");
        Assert.Equal(run.Report.Cases.Count(c => c.Verdict == CaseVerdict.Failed), await _browser.Count(Rows));
        await _browser.Ask("[...document.querySelectorAll('button')].find(b => b.textContent === 'Reset').click()");
        await _browser.Ask("[...document.querySelectorAll('th button')].find(b => b.textContent.startsWith('Case')).click()");
        string first = run.Report.Cases.Select(c => c.Result.Case.Id).Order(StringComparer.Ordinal).First();
        Assert.Equal(first, await _browser.Text("document.querySelector('tr.case a').textContent"));
        Quiet();
    }

    [Fact]
    public async Task A_deep_link_opens_the_case_at_its_instant_and_keys_move_the_clock()
    {
        var run = SampleRun.Of(60);
        string id = run.Report.Cases.First(c => c.Verdict == CaseVerdict.Failed).Result.Case.Id;
        await Open(run, $"#case={id}&t=1.50");
        Assert.Equal(id, await _browser.Text("document.querySelector('main.case h1').textContent"));
        Assert.Equal(1500, await _browser.Count("Math.round(document.querySelector('input[type=range]').value * 1000)"));
        Assert.Contains("1.50 /", await _browser.Text("document.querySelector('.time').textContent"), StringComparison.Ordinal);
        await _browser.Press("ArrowRight");
        Assert.EndsWith("&t=1.60", await _browser.Text("location.hash"), StringComparison.Ordinal);
        await _browser.Press(" ");
        await _browser.Until("document.querySelector('.time').textContent.startsWith('1.6') === false");
        await _browser.Press(" ");
        Assert.Contains("Play", await _browser.Text("document.querySelector('button.primary').textContent"), StringComparison.Ordinal);
        Assert.Equal($"sim replay {id} --run '{_folder.FullName.Replace("'", "'\\''", StringComparison.Ordinal)}'", await _browser.Text("document.querySelector('.command code').textContent"));
        await _browser.Press("Escape");
        await _browser.Until("document.querySelector('main.overview') !== null");
        await _browser.Ask("location.hash = '#cases&verdict=failed'");
        await _browser.Until("document.querySelector('table.cases') !== null");
        await _browser.Ask($"location.hash = '#case={id}'");
        await _browser.Until("document.querySelector('main.case') !== null");
        await _browser.Press("Escape");
        await _browser.Until("document.querySelector('table.cases') !== null");
        Assert.Equal("#cases&verdict=failed", await _browser.Text("location.hash"));
        Assert.Equal(id, await _browser.Text("document.activeElement.textContent"));
        Quiet();
    }

    [Fact]
    public async Task Without_expectations_nothing_is_called_passed()
    {
        var run = SampleRun.Of(10);
        await Open(run.Report with { Gates = [], ExitCode = ExitCode.Passed }, run.Recordings);
        Assert.Equal("ran", await _browser.Text("document.querySelector('.tile.passed .word').lastChild.textContent"));
        Assert.Contains("nothing was checked", await _browser.Text("document.querySelector('.verdict').textContent"), StringComparison.Ordinal);
        Assert.DoesNotContain("passed", await _browser.Text("document.querySelector('main').innerText"), StringComparison.Ordinal);
        Quiet();
    }

    [Fact]
    public async Task An_unknown_case_and_a_broken_address_are_said_and_break_nothing()
    {
        var run = SampleRun.Of(3);
        foreach (string fragment in new[] { "#case=no-such-case", "#case=%E0%A4%A", "#case=", "#case=__proto__&t=x", "#nonsense&&=&t" })
        {
            await Open(run, fragment);
            Assert.Equal(1, await _browser.Count("document.querySelectorAll('main.overview').length"));
            Assert.Equal(fragment.Contains("case", StringComparison.Ordinal) ? 1 : 0, await _browser.Count("document.querySelectorAll('[role=alert]').length"));
        }

        Quiet();
    }

    [Fact]
    public async Task The_replay_paints_the_road_and_the_ego()
    {
        var run = SampleRun.Of(30);
        string id = run.Report.Cases.First(c => c.Verdict == CaseVerdict.Failed).Result.Case.Id;
        await Open(run, $"#case={id}&t=1");
        await _browser.Ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        const string Colours = "(() => { const c = document.createElement('canvas'); const from = document.querySelector('canvas'); c.width = from.width; c.height = from.height; "
            + "const g = c.getContext('2d', { willReadFrequently: true }); g.drawImage(from, 0, 0); const d = g.getImageData(0, 0, c.width, c.height).data; "
            + "const seen = new Map(); for (let i = 0; i < d.length; i += 4) { const k = `${d[i]},${d[i+1]},${d[i+2]}`; seen.set(k, (seen.get(k) ?? 0) + 1); } return seen; })()";
        // The ego is 4.6 m × 1.85 m at 12 px/m, the nearest that a page begins with: 1225 pixels, less its arrow head.
        Assert.InRange(await _browser.Count($"{Colours}.get('11,87,208') ?? 0"), 700, 1300);
        Assert.True(await _browser.Count($"{Colours}.get('212,215,219') ?? 0") > 10_000, "no road surface is painted");
        Assert.True(await _browser.Count($"{Colours}.get('10,143,122') ?? 0") > 100, "no plan is painted");
        Quiet();
    }

    [Fact]
    public async Task Every_case_opens_without_a_complaint()
    {
        var run = SampleRun.Of(30);
        await Open(run);
        foreach (var row in run.Report.Cases)
        {
            await _browser.Ask($"location.hash = '#case={row.Result.Case.Id}'");
            await _browser.Until($"document.querySelector('main.case h1')?.textContent === '{row.Result.Case.Id}'");
            Assert.Equal(run.Recordings.ContainsKey(row.Result.Case.Id) ? 1 : 0, await _browser.Count("document.querySelectorAll('canvas').length"));
        }

        Quiet();
    }

    [Fact]
    public async Task Replicas_are_shown_together_and_on_the_page_of_each()
    {
        var run = SampleRun.Of(30);
        string[] ids = [.. run.Report.Cases.Where(c => c.Verdict == CaseVerdict.Failed).Take(2).Select(c => c.Result.Case.Id)];
        var group = new ReplicaGroup
        {
            Case = ids[0],
            Cases = ids,
            Reproducibility = Reproducibility.FromRecording,
            Passed = 3,
            Evaluated = 5,
            PassRate = new(0.6, 0.230724, 0.882379),
            Metrics = [new() { Assessor = "criticality", Name = "min_ttc", Unit = "s", Values = 4, TooLate = 1, Mean = new(1.25, 0.5, 2) }, new() { Assessor = "criticality", Name = "pet", Unit = "s", Values = 0, NotApplicable = 5 }],
        };
        var cases = run.Report.Cases.Select(c => c.Result.Case.Id == ids[0] ? c with { Result = c.Result with { Reproducibility = Reproducibility.FromRecording } } : c);
        await Open(run.Report with { Replicas = [group], Cases = [.. cases] }, run.Recordings);
        string overview = await _browser.Text("document.querySelector('.replicas').textContent.replaceAll('\u00a0', ' ')");
        Assert.Contains("3 of 560 % (23.1 to 88.2 %)from the recording", overview, StringComparison.Ordinal);
        Assert.Contains("1.25 ± 0.75 s1 too late", overview, StringComparison.Ordinal);
        Assert.Contains("1 case from the recording", await _browser.Text("document.querySelector('.identity').textContent"), StringComparison.Ordinal);
        await _browser.Ask("location.hash = '#cases'");
        await _browser.Until("document.querySelector('table.cases') !== null");
        Assert.Equal("Reproducible", await _browser.Text("[...document.querySelectorAll('table.cases th button')].at(-1).firstChild.textContent"));
        await _browser.Ask($"location.hash = '#case={ids[1]}'");
        await _browser.Until($"document.querySelector('main.case h1')?.textContent === '{ids[1]}'");
        string card = await _browser.Text("[...document.querySelectorAll('.side .card')].find(c => c.querySelector('h2').textContent === 'Replicas').textContent.replaceAll('\u00a0', ' ')");
        Assert.Contains("3 of 5 evaluated passed: 60 % (23.1 to 88.2 %)", card, StringComparison.Ordinal);
        Assert.Contains("pet–05 not applicable", card, StringComparison.Ordinal);
        Quiet();
    }

    [Fact]
    public async Task What_the_driver_shows_follows_the_cursor()
    {
        var (report, recordings) = DebugRun.Of(30);
        string id = report.Cases.First(c => c.Verdict == CaseVerdict.Failed).Result.Case.Id;
        await Open(report, recordings, $"#case={id}&t=0.7");
        const string Titles = "[...document.querySelectorAll('.chart[data-group=Driver] .title')].map(t => t.textContent).join()";
        const string Current = "[...document.querySelectorAll('.said-list li[aria-current] .said')].map(t => t.textContent).join('|')";
        Assert.Equal("lead.gap_m,cost_min", await _browser.Text(Titles));
        Assert.Equal("27.9", await _browser.Text("document.querySelector('.chart[data-group=Driver] .now').textContent"));
        Assert.Equal("keep the lane", await _browser.Text(Current));
        Assert.Contains("candidates of the driver", await _browser.Text("document.querySelector('.legend').textContent"), StringComparison.Ordinal);

        await _browser.Ask("document.querySelectorAll('.said-list .jump')[2].click()");
        Assert.Equal(DebugRun.Hostile, await _browser.Text(Current));
        Assert.Null(await _browser.Ask("document.documentElement.dataset.harmed"));
        Assert.Equal(0, await _browser.Count("document.querySelectorAll('.said-list script, .said-list img').length"));
        Assert.EndsWith("&t=1.00", await _browser.Text("location.hash"), StringComparison.Ordinal);
        Assert.Equal("27", await _browser.Text("document.querySelector('.chart[data-group=Driver] .now').textContent"));
        await _browser.Press("Home");
        Assert.Equal("keep the lane", await _browser.Text(Current));
        await _browser.Ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        // The candidate beside the plan is drawn in its own colour, in light.
        Assert.True(await _browser.Count("(() => { const from = document.querySelector('canvas'); const c = document.createElement('canvas'); c.width = from.width; c.height = from.height; const g = c.getContext('2d'); "
            + "g.drawImage(from, 0, 0); const d = g.getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) if (Math.abs(d[i] - 141) < 30 && Math.abs(d[i+1] - 63) < 30 && Math.abs(d[i+2] - 143) < 30) n++; return n; })()") > 60, "no candidate is painted");
        Quiet();
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        string[] payloads =
        [
            "<img src=x onerror=\"document.documentElement.dataset.harmed=1\">", "</script><script>document.documentElement.dataset.harmed=1</script>",
            "\"><svg onload=document.documentElement.dataset.harmed=1>", "javascript:document.documentElement.dataset.harmed=1", "{{constructor.constructor('x')()}}",
            "<!--<script>", "\u202Egnp.exe\u2066", "a\0b\u0007c\u2028d", "👩‍👩‍👧\uD83D", "__proto__", new('w', 100_000),
        ];
        foreach (string hostile in payloads)
        {
            var run = HostileRun.Of(hostile);
            await Open(run.Report, run.Recordings, "#cases");
            Assert.True(await _browser.Count(Rows) == 2, $"no rows with {hostile[..Math.Min(20, hostile.Length)]}: {string.Join('\n', _browser.Complaints)}");
            await _browser.Ask("document.querySelector('tr.case a').click()");
            await _browser.Until("document.querySelector('main.case canvas') !== null");
            await _browser.Ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            Assert.Equal(0, await _browser.Count("document.querySelectorAll('img, svg[onload], iframe, object, embed, [onerror], a[href^=\"javascript\" i]').length"));
            Assert.Null(await _browser.Ask("document.documentElement.dataset.harmed"));
            Assert.True(await _browser.Count("document.documentElement.scrollWidth") <= 1400, $"the layout breaks with {hostile[..Math.Min(20, hostile.Length)]}");
        }

        Quiet();
    }

    private Task Open(SampleRun run, string fragment = "") => Open(run.Report, run.Recordings, fragment);

    private async Task Open(RunReport report, IReadOnlyDictionary<string, Recording> recordings, string fragment = "")
    {
        string path = Path.Combine(_folder.FullName, "report.html");
        File.WriteAllBytes(path, MemoryRunFiles.Written(new HtmlWriter(), report, recordings).Bytes("report.html"));
        await _browser.Open(new Uri(path).AbsoluteUri + fragment);
        await _browser.Until("document.querySelector('main') !== null");
    }

    /// <summary>No complaint in the console, and nothing was asked for but the page itself.</summary>
    private void Quiet()
    {
        Assert.Empty(_browser.Complaints);
        string page = new Uri(Path.Combine(_folder.FullName, "report.html")).AbsoluteUri;
        Assert.All(_browser.Requests, r => Assert.True(r == "about:blank" || r.StartsWith(page, StringComparison.Ordinal), r));
    }
}
