using Sim.Formats.CommonRoad;
using Sim.Formats.OpenDrive;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Every map of the data folder is written as OpenDRIVE and read back.</summary>
[Trait("Topic", "opendrive")]
public sealed class OpenDriveExport(ITestOutputHelper output)
{
    [Fact]
    public void OpenDrive_files_come_back_as_they_were()
    {
        string root = Path.GetFullPath(Path.Combine(GoldenData.Data("opendrive"), ".."));
        Hold([.. Directory.EnumerateFiles(root, "*.xodr", SearchOption.AllDirectories).Order(StringComparer.Ordinal)], p => OpenDriveReader.Read(File.ReadAllBytes(p), p));
    }

    [Fact]
    public void CommonRoad_files_come_back_as_they_were()
    {
        string root = GoldenData.Data("commonroad");
        Hold([.. Directory.EnumerateFiles(root, "*.xml").Order(StringComparer.Ordinal)], p => CommonRoadReader.Read(File.ReadAllBytes(p), p).Map);
    }

    private void Hold(string[] files, Func<string, RoadMap> read)
    {
        Assert.NotEmpty(files);
        int lanes = 0, told = 0;
        var unexplained = new List<string>();
        foreach (string path in files)
        {
            var map = read(path);
            if (map.Lanes.Count == 0)
            {
                continue;
            }

            var (again, losses) = OpenDriveRoundTrip.Through(map);
            var named = losses.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
            unexplained.AddRange(OpenDriveRoundTrip.Differences(map, again).Where(d => !named.Contains(d.Id)).Select(d => $"{Path.GetFileName(path)} {d.Id}: {d.Difference}"));
            lanes += map.Lanes.Count;
            told += named.Count;
            output.WriteLine($"{Path.GetFileName(path)}: {map.Lanes.Count} lanes, {named.Count} elements not held exactly");
        }

        output.WriteLine($"{files.Length} files, {lanes} lanes, {told} elements not held exactly");
        Assert.True(unexplained.Count == 0, string.Join("\n", unexplained.Take(20)));
    }
}
