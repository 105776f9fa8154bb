using System.Diagnostics;
using System.Globalization;
using Sim.Formats.OpenDrive;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Every OpenDRIVE file of the data folder, and the repository's own maps.</summary>
[Trait("Topic", "opendrive")]
public sealed class OpenDriveMaps(ITestOutputHelper output)
{
    private static List<(string Name, string Path)> DataFiles()
    {
        string root = Path.GetFullPath(Path.Combine(GoldenData.Data("opendrive"), ".."));
        return [.. Directory.EnumerateFiles(root, "*.xodr", SearchOption.AllDirectories)
            .Select(p => (Path.GetRelativePath(root, p).Replace('\\', '/'), p)).OrderBy(f => f.Item1, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, string Path)> OwnFiles() =>
        Directory.EnumerateFiles(Path.Combine(GoldenData.RepositoryRoot(), "scenarios", "maps"), "*.xodr")
            .Select(p => (Path.GetFileName(p), p)).OrderBy(f => f.Item1, StringComparer.Ordinal);

    private static RoadMap Read(string path) => OpenDriveReader.Read(File.ReadAllBytes(path), path);

    [Fact]
    public void The_repositorys_own_maps_break_no_rule()
    {
        var files = OwnFiles().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Empty(RoadMapCheck.Run(Read(f.Path))));
    }

    [Fact]
    public void Every_file_reads_and_breaks_only_the_listed_rules()
    {
        var found = new Dictionary<(string, string, string), string?>();
        var files = DataFiles();
        Assert.NotEmpty(files);
        int lanes = 0;
        foreach (var (name, path) in files)
        {
            var map = Read(path);
            Assert.NotEmpty(map.Lanes);
            lanes += map.Lanes.Count;
            var flaws = new OpenDriveFlaws(new OpenDriveReading(path), map);
            foreach (var finding in RoadMapCheck.Run(map))
            {
                found.TryAdd((name, finding.Rule.ToString(), finding.LaneId), flaws.Explain(finding.Rule, finding.LaneId));
            }
        }

        output.WriteLine($"{files.Count} files, {lanes} lanes, {found.Count} exceptions");
        MapExceptions.Hold(files.Select(f => f.Name).ToHashSet(), found, output);
    }

    [Fact]
    public void Borders_lie_where_a_second_reading_finds_them()
    {
        double worst = 0;
        int compared = 0;
        foreach (var (name, path) in DataFiles().Concat(OwnFiles()))
        {
            var reading = new OpenDriveReading(path);
            foreach (var lane in Read(path).Lanes)
            {
                bool along = reading.RunsAlongS(lane.Id);
                var (from, to) = reading.LongestOpenStretch(lane.Id);
                foreach (double fraction in (double[])[1e-9, 0.137, 0.5, 0.781, 1 - 1e-9])
                {
                    var (upper, lower, width) = reading.Borders(lane.Id, fraction);
                    if (width < 0.001 || fraction < from - 0.002 || fraction > to + 0.002)
                        continue;
                    compared++;
                    double off = Math.Max(
                        Distance(along ? lane.Left : lane.Right, upper), Distance(along ? lane.Right : lane.Left, lower));
                    Assert.True(off <= OpenDriveReader.LaneChordErrorM + 1e-5, FormattableString.Invariant($"{name} {lane.Id} at {fraction}: {off} m off"));
                    worst = Math.Max(worst, off);
                }
            }
        }

        output.WriteLine(FormattableString.Invariant($"{compared} cross-sections, worst distance of a border from its polyline: {worst * 1000:f2} mm"));
        Assert.True(compared > 0);
    }

    [Fact]
    public void Links_of_the_files_are_in_the_map_where_traffic_can_pass_and_nowhere_else()
    {
        int linked = 0, opposed = 0, closed = 0;
        foreach (var (name, path) in DataFiles().Concat(OwnFiles()))
        {
            var lanes = Read(path).Lanes.ToDictionary(l => l.Id);
            var reading = new OpenDriveReading(path);
            foreach (var (a, atEndOfA, b, atEndOfB) in reading.Links())
            {
                bool leavesA = reading.RunsAlongS(a) == atEndOfA, leavesB = reading.RunsAlongS(b) == atEndOfB;
                bool open = Drawn(a, atEndOfA) && Drawn(b, atEndOfB);
                var (from, to) = leavesA ? (a, b) : (b, a);
                bool found = lanes.TryGetValue(from, out var lane) && lane.Successors.Contains(to);
                Assert.True(found == (open && leavesA != leavesB), $"{name}: the link between {a} and {b}");
                _ = leavesA == leavesB ? opposed++ : open ? linked++ : closed++;

                // Not at a closed end, nor at one of another stretch than the one that is drawn.
                bool Drawn(string id, bool end) => reading.Has(id) && reading.Borders(id, end ? 1 - 1e-9 : 1e-9).WidthM >= 0.001
                    && (end ? reading.LongestOpenStretch(id).To > 0.998 : reading.LongestOpenStretch(id).From < 0.002);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{linked} link ends in the maps; left out: {opposed} between two entries or two exits, {closed} where a lane has no width"));

        // The repository's own maps alone have links.
        Assert.True(linked > 0);
    }

    [Fact]
    public void The_largest_files_read_warm_in_the_printed_time()
    {
        foreach (var (name, path) in DataFiles().OrderByDescending(f => new FileInfo(f.Path).Length).Take(2))
        {
            byte[] content = File.ReadAllBytes(path);
            double best = double.PositiveInfinity;
            for (int i = 0; i < 12; i++)
            {
                var watch = Stopwatch.StartNew();
                Assert.NotEmpty(OpenDriveReader.Read(content, name).Lanes);
                best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            }

            output.WriteLine(FormattableString.Invariant($"{name}: {content.Length / 1000} kB, {best:f1} ms warm"));
        }
    }

    private static double Distance(Polyline line, Vector2d p)
    {
        double best = double.PositiveInfinity;
        var points = line.Points;
        for (int i = 1; i < points.Count; i++)
        {
            var d = points[i] - points[i - 1];
            double k = d.LengthSquared > 0 ? Math.Clamp((p - points[i - 1]).Dot(d) / d.LengthSquared, 0, 1) : 0;
            best = Math.Min(best, p.DistanceTo(points[i - 1] + (d * k)));
        }

        return best;
    }
}
