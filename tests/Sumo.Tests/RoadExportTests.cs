using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Formats.OpenDrive;
using Sim.Formats.Yaml;
using Sim.Maps;
using Sim.Plugins.CrashReports.Generating;
using Sim.Plugins.Sdk;
using Sim.Plugins.Templates;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Tests.Sumo;

/// <summary>Roads that we export in the portable profile pass netconvert: every lane for traffic arrives, with its length within 0.1 %.</summary>
[Trait("Topic", "opendrive")]
public sealed class RoadExportTests(ITestOutputHelper output)
{
    [Fact]
    public void Own_maps_pass_netconvert_and_every_length_fits() =>
        Check(Files(Directory.EnumerateFiles(Path.Combine(Live.Root, "scenarios", "maps"), "*.xodr")), exact: 1, near: 1, alone: 0.97);

    [Fact]
    public void Roads_of_all_templates_pass_netconvert_and_every_length_fits() => Check(Templates(), exact: 1, near: 1, alone: 0.97);

    [Fact]
    public void Roads_drawn_from_crash_reports_pass_netconvert_and_every_length_fits() => Check(Reports(), exact: 1, near: 1, alone: 0.97);

    [Fact]
    public void OpenDRIVE_files_pass_netconvert_when_they_are_exported_again() =>
        Check(Files(Directory.EnumerateFiles(GoldenData.Data("opendrive"), "*.xodr", SearchOption.AllDirectories)), exact: 0.99, near: 1, alone: 0.95);

    [Fact]
    public void CommonRoad_maps_pass_netconvert() =>
        Check(Files(Directory.EnumerateFiles(GoldenData.Data("commonroad"), "*.xml", SearchOption.AllDirectories)), exact: 0.97, near: 0.99, alone: 0.85);

    // exact: the share of lanes within 0.1 % (2 cm where they are shorter than 20 m) as the bridge gives them to SUMO, near: within 1 % (10 cm);
    // alone: the share within 0.1 % of what netconvert makes of the file without centre lines.
    private void Check(IEnumerable<(string Name, RoadMap Map)> all, double exact, double near, double alone)
    {
        var installation = Live.Installation;
        var (wrong, off, lost) = (new List<string>(), new List<string>(), new List<string>());
        int lanes = 0, maps = 0, far = 0, offAlone = 0;
        foreach (var (name, map) in all)
        {
            using var stream = new MemoryStream();
            var export = OpenDriveWriter.Export(map, stream, OpenDriveProfile.Portable);
            var written = OpenDriveReader.Read(stream.ToArray(), name);
            maps++;
            SumoRoads roads, drawn;
            try
            {
                roads = NetConvert.Roads(stream.ToArray(), export, written, installation, withLanes: true, TestContext.Current.CancellationToken);
                drawn = NetConvert.Roads(stream.ToArray(), export, written, installation, withLanes: false, TestContext.Current.CancellationToken);
            }
            catch (InputException e)
            {
                wrong.Add($"{name}: {e.Message}");
                continue;
            }

            foreach (var lane in written.Lanes.Where(l => l.CarriesTraffic()))
            {
                lanes++;
                var parts = roads.Lanes(lane.Id);
                if (parts.Count == 0)
                {
                    // netconvert makes nothing of a lane inside a junction that leads nowhere.
                    (lane.JunctionId is not null && (lane.Successors.Count == 0 || lane.Predecessors.Count == 0) ? lost : wrong).Add($"{name}: lane {lane.Id} is missing");
                    continue;
                }

                // Lanes inside junctions run from one side of SUMO's junction to the other.
                double length = parts.Sum(p => p.Shape.LengthM), expected = lane.Centre.LengthM;
                if (parts[0].IsInternal)
                {
                    continue;
                }

                offAlone += IsOff(drawn.Lanes(lane.Id).Sum(p => p.Shape.LengthM), expected) ? 1 : 0;
                if (IsOff(length, expected))
                {
                    off.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: lane {lane.Id} of {expected:F3} m is {length:F3} m long in {parts.Count} parts ({parts[0].Id})"));
                    far += Math.Abs(length - expected) > Math.Max(0.01 * expected, 0.1) ? 1 : 0;
                }
            }
        }

        Assert.NotEqual(0, maps);
        string told = string.Create(CultureInfo.InvariantCulture, $"{maps} maps, {lanes} lanes for traffic, {off.Count} not within 0.1 %, {far} not within 1 %, {lost.Count} missing inside junctions; netconvert alone: {offAlone} not within 0.1 %");
        output.WriteLine(told);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(off.Count <= (1 - exact) * lanes && far <= (1 - near) * lanes && offAlone <= (1 - alone) * lanes, $"{told}\n{string.Join('\n', off)}");

        static bool IsOff(double length, double expected) => Math.Abs(length - expected) > Math.Max(0.001 * expected, 0.02);
    }

    private static IEnumerable<(string Name, RoadMap Map)> Files(IEnumerable<string> files) => files.Order(StringComparer.Ordinal).Select(file =>
    {
        string name = Path.GetFileName(file);
        byte[] bytes = File.ReadAllBytes(file);
        return (name, name.EndsWith(".xodr", StringComparison.Ordinal) ? OpenDriveReader.Read(bytes, name) : CommonRoadReader.Read(bytes, name).Map);
    });

    // The first case of each template; many share their roads.
    private static IEnumerable<(string Name, RoadMap Map)> Templates()
    {
        var generator = new TemplateGenerator();
        return Catalogue.All.Select(template =>
        {
            var request = new GenerateRequest { Entry = "e", From = Setting.Map(("template", Setting.Scalar(template.Name))), SuiteSeed = 7 };
            return (template.Name, generator.Generate(request, generator.Plan(request, TestContext.Current.CancellationToken)[0], 1, TestContext.Current.CancellationToken).Map);
        }).DistinctBy(t => t.Map.ContentHash());
    }

    private static IEnumerable<(string Name, RoadMap Map)> Reports()
    {
        string folder = Path.Combine(Live.Root, "scenarios", "reports");
        var suite = SuiteFile.Parse("schema: 1\nsuite: s\ncases: [ { name: e, from: { crash-report: '*.txt', variants: 5 } } ]\n", "s.yaml", folder, new YamlOptions());
        var request = new GenerateRequest { Entry = "e", From = suite.Cases[0].From, Files = suite.Files };
        var generator = new CrashReportGenerator();
        return generator.Plan(request, TestContext.Current.CancellationToken)
            .Select(key => (key.Label ?? key.Source ?? "", generator.Generate(request, key, 7, TestContext.Current.CancellationToken).Map)).DistinctBy(m => m.Map.ContentHash());
    }
}
