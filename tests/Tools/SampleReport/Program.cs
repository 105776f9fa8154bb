// sample-report FOLDER CASES [ACTORS [SECONDS]]: a made-up run with every part of a report, for the tests of the page and its measurements.
// Says how long the page took to write and how large it is.
using System.Diagnostics;
using System.Globalization;
using Sim;
using Sim.Plugins.Sdk;
using Sim.Reports;
using Sim.Tests.Reports;

var culture = CultureInfo.InvariantCulture;
string folder = args[0];
int cases = int.Parse(args[1], culture);
int actors = args.Length > 2 ? int.Parse(args[2], culture) : 3;
Directory.CreateDirectory(folder);
var run = SampleRun.Of(cases, actors, args.Length > 3 ? int.Parse(args[3], culture) : 8);
var report = RichRun.Of(run);
var clock = Stopwatch.StartNew();
new HtmlWriter().Write(report, new Folder(folder, run.Recordings), CancellationToken.None);
double seconds = clock.Elapsed.TotalSeconds;
long size = new FileInfo(Path.Combine(folder, "report.html")).Length;
Console.WriteLine(string.Create(culture, $"{cases} cases, {run.Recordings.Count} replays of {actors} actors: {size} bytes, {seconds:0.00} s, {cases / seconds:0} cases/s"));

internal sealed class Folder(string path, IReadOnlyDictionary<string, Recording> recordings) : IRunFiles
{
    public Stream Create(string name) => File.Create(Path.Combine(path, name));

    public Stream? OpenRead(string name) => null;

    public Recording? Recording(string caseId) => recordings.GetValueOrDefault(caseId);
}
