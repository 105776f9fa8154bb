using System.Globalization;
using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;

namespace Sim.Tests;

/// <summary>Crashes told in words, put into every OpenDRIVE map of the data folder: a place that fits and a crash that keeps the rules there, or a reason.</summary>
[Trait("Topic", "opendrive")]
public sealed class CrashPlaces(ITestOutputHelper output)
{
    private const int Tried = 3;

    private static readonly (string Name, string Text)[] Crashes =
    [
        ("rear-end", "Vehicle 1, a 2010 Honda Civic, was traveling north on a two-lane road. Vehicle 2, a 2008 Ford Focus, was stopped ahead of Vehicle 1. The front of Vehicle 1 struck the back of Vehicle 2."),
        ("head-on", "Vehicle 1, a 2010 Honda Civic, was traveling north on a two-lane undivided road. Vehicle 2, a 2008 Ford Focus, was traveling south. Vehicle 1 crossed the centerline and its front struck the front of Vehicle 2."),
        ("left turn at a T", "The crash occurred at a T-intersection. Vehicle 1, a 2010 Honda Civic, was traveling north and turned left. Vehicle 2, a 2008 Ford Focus, was traveling south, going straight. The front of Vehicle 2 struck the right side of Vehicle 1."),
        ("crossing", "The crash occurred at a four-leg intersection. Vehicle 1, a 2010 Honda Civic, was traveling north. Vehicle 2, a 2008 Ford Focus, was traveling west. The front of Vehicle 1 struck the left side of Vehicle 2."),
    ];

    [Fact]
    public void A_crash_finds_a_place_and_happens_there_or_is_refused_with_a_reason()
    {
        string folder = GoldenData.Data("opendrive");
        var files = Directory.EnumerateFiles(folder, "*.xodr", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        int found = 0, solved = 0;
        foreach (string path in files)
        {
            var map = OpenDriveReader.Read(File.ReadAllBytes(path), path);
            foreach (var (name, text) in Crashes)
            {
                var record = Record(name, text);
                string what = $"{Path.GetRelativePath(folder, path)}, {name}";
                IReadOnlyList<FoundPlace> places;
                try
                {
                    places = PlaceFinder.Find(map, record, Tried);
                }
                catch (RefusedException e)
                {
                    Assert.Contains(record.Id, e.Message, StringComparison.Ordinal);
                    output.WriteLine($"{what}: {e.Message}");
                    continue;
                }

                found++;
                Assert.Equal(places.Select(p => (p.Name, p.Score)), PlaceFinder.Find(map, record, Tried).Select(p => (p.Name, p.Score)));
                Assert.All(places, place => Fits(map, record, place, what));
                bool happens = places.Any(place => Happens(record, place, what));
                solved += happens ? 1 : 0;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {places[0].Name}, {places[0].Score:0.00}{(happens ? "" : ", no crash there")}"));
            }
        }

        output.WriteLine($"{found} places in {files.Count} maps, a crash at {solved}");
        Assert.True(found > 0, "no map has a place for any of the crashes");
        Assert.True(solved * 10 >= found * 7, $"only {solved} of {found} crashes happen where a place was found");
    }

    private static void Fits(RoadMap map, CrashRecord record, FoundPlace place, string what)
    {
        var index = map.Index();
        Assert.InRange(place.Score, PlaceFinder.LeastScore, 1 + 1e-9);
        Assert.Same(map, place.Road.Map);
        Assert.All(place.Road.Legs.SelectMany(leg => leg.Entry.Concat(leg.Exit)), lane => Assert.True(index.IndexOf(lane) >= 0, $"{what}: no lane '{lane}'"));
        foreach (var actor in record.Actors)
        {
            var leg = place.Road.Legs.Single(one => one.Id == actor.Leg.Value);
            Assert.True(leg.Entry.Count >= (actor.LaneFromRight.Value ?? 1), $"{what}: {actor.Id} has no lane");
        }
    }

    /// <summary>Solves at a place; what it gives keeps every rule or names the one that broke.</summary>
    private static bool Happens(CrashRecord record, FoundPlace place, string what)
    {
        string ego = CrashSolver.ChooseEgo(record)!;
        var solved = CrashSolver.Solve(record, place.Road, VehicleSpec.Sedan, ego, 0, 7, null, null, TestContext.Current.CancellationToken);
        Assert.True(solved.IsValid || solved.Findings.Any(finding => finding.Rule.Length > 0 && finding.Message.Length > 0), $"{what}: neither valid nor refused with a rule");
        return solved.IsValid;
    }

    private static CrashRecord Record(string name, string text) =>
        RecordCompletion.Complete(RecordMender.Mend(new RuleExtractor().Extract(new CrashReport { Id = name, Text = text }, TestContext.Current.CancellationToken), text));
}
