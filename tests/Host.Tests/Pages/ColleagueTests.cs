using System.Diagnostics;
using System.Security.Cryptography;
using Sim.Tests.Fakes;
using Sim.Tests.Reports;

namespace Sim.Tests;

/// <summary>
/// Somebody who has nothing but report.html in its run folder: opens it, opens a case, copies the command, pastes it in a shell in the folder that the page
/// names, and gets the same bytes.
/// </summary>
public sealed class ColleagueTests : IAsyncLifetime
{
    // A space and an apostrophe: what a page writes into a shell must survive both.
    private readonly string _folder = Directory.CreateTempSubdirectory("sim colleague's-").FullName;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await Browser.Start(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("idm", "bit for bit", 0)]
    [InlineData("noisy", "from its recording", 1)]
    public async Task The_command_copied_from_a_case_page_gives_the_same_bytes(string driver, string reproducible, int live)
    {
        string use = driver == "noisy" ? $"{{ command: \"dotnet {Path.Combine(AppContext.BaseDirectory, "Sim.Fixtures.Driver.dll")} noisy\" }}" : driver;
        await File.WriteAllTextAsync(Path.Combine(_folder, "s.yaml"), $$"""
            schema: 1
            suite: s
            seed: 3
            driver: {{use}}
            simulator: { use: embedded, step: 0.1 s }
            cases:
              - name: follow
                from: { template: r157/deceleration }
              - name: stand
                from: { template: euro-ncap/ccrs, with: { speed: 30 km/h, overlap: 100 % } }
            assess: [criticality]
            expect: [ { none: collision.at_fault } ]
            """, TestContext.Current.CancellationToken);
        var (code, _, error) = SimProcess.Run(_folder, new Dictionary<string, string>(), "run", "s.yaml", "--out", "r");
        Assert.True(code is 0 or 1, error);

        await _browser.Open(new Uri(Path.Combine(_folder, "r", "report.html")).AbsoluteUri);
        await _browser.Until("document.querySelector('nav a[href=\"#cases\"]') !== null");
        await _browser.Ask("document.querySelector('nav a[href=\"#cases\"]').click()");
        await _browser.Until("document.querySelector('table.cases a[href^=\"#case=\"]') !== null");
        await _browser.Ask("document.querySelector('table.cases a[href^=\"#case=\"]').click()");
        await _browser.Until("document.querySelector('.reproduce .command code') !== null");
        string id = await _browser.Text("document.querySelector('main.case h1').textContent");
        string command = await _browser.Text("document.querySelector('.reproduce .command code').textContent");
        string named = await _browser.Text("document.querySelector('.reproduce .folder').textContent");
        string card = await _browser.Text("document.querySelector('.reproduce').textContent");
        Assert.Contains(reproducible, card, StringComparison.Ordinal);
        Assert.Contains("sim is the program that wrote this report", card, StringComparison.Ordinal);

        Assert.StartsWith("sim ", command, StringComparison.Ordinal);
        var pasted = Shell(command, named);
        Assert.True(pasted.Code == 0, $"{command}\n{pasted.Error}");
        Assert.Contains($"{id}: the same bytes again", pasted.Error, StringComparison.Ordinal);

        // Not only its word for it: the bytes themselves, and the hash that the page shows.
        string again = Path.Combine(_folder, "again.mcap");
        Assert.Equal(0, Shell($"{command} --out ../again.mcap", named).Code);
        byte[] bytes = await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_folder, "r", "cases", id, "recording.mcap"), TestContext.Current.CancellationToken), bytes);
        Assert.Contains("sha256 " + Convert.ToHexStringLower(SHA256.HashData(bytes)), card, StringComparison.Ordinal);

        // Every other command of the page is one that the program knows; the first two do what the page says.
        string[] more = (await _browser.Text("[...document.querySelectorAll('.todo .command code')].map(c => c.textContent).join('\\n')")).Split('\n');
        Assert.True(more.Length >= 3, string.Join('\n', more));
        Assert.All(more, line => Assert.Equal(0, Shell($"sim {line.Split(' ')[1]} --help", named).Code));
        Assert.Equal(live, Shell(more[0], named).Code);
        Assert.Equal(0, Shell(more[1], named).Code);
        Assert.Empty(_browser.Complaints);
    }

    private (int Code, string Error) Shell(string command, string folder)
    {
        string bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        string sim = Path.Combine(bin, "sim");
        File.Delete(sim);
        File.WriteAllText(sim, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "sim.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(sim, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = bin + Path.PathSeparator + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.GetAwaiter().GetResult();
        return (process.ExitCode, error);
    }
}
