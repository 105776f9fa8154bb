using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests;

/// <summary>The scorer's map made of real road maps.</summary>
[Trait("Topic", "commonroad")]
public sealed class SceneMaps(ITestOutputHelper output)
{
    [Fact]
    public void Every_traffic_lane_of_every_file_gives_a_map_whose_centre_line_follows_it()
    {
        int lanes = 0;
        foreach (string path in Directory.EnumerateFiles(GoldenData.Data("commonroad"), "*.xml").Order(StringComparer.Ordinal))
        {
            var map = CommonRoadReader.Read(File.ReadAllBytes(path), path).Map;
            var index = map.Index();
            for (int i = 0; i < index.LaneCount; i++)
            {
                var centre = index.LaneAt(i).Centre;
                if (!index.CarriesTraffic(i) || centre.LengthM < 1)
                {
                    continue;
                }

                lanes++;
                var ego = centre.PoseAt(centre.LengthM / 2);
                var reading = SceneMapBuilder.Build(index, ego, 100, []);
                string where = $"{Path.GetFileName(path)} lane {index.LaneAt(i).Id}";
                Assert.True(reading.Map is not null, $"{where}: {reading.Reason}");
                var line = reading.Map.Centreline;
                var nearest = line.MinBy(p => p.Position.DistanceTo(ego.Position));
                // Lanes overlap in junctions, and another may fit as well.
                Assert.True(nearest.Position.DistanceTo(ego.Position) < 3, $"{where}: the centre line is {nearest.Position.DistanceTo(ego.Position)} m away");
                Assert.True(Math.Abs(Pinned.AngleDifference(nearest.HeadingRad, ego.HeadingRad)) < 1, $"{where}: the centre line turns away");
                Assert.True(line[^1].Position.DistanceTo(line[0].Position) > 0 && line.Count >= SceneMapBuilder.AheadM, where);
                Assert.Contains(reading.Map.Polygons, p => p.Type is MapPolygonType.Roadblock or MapPolygonType.Intersection && new Polygon(p.Exterior).DistanceTo(ego.Position) < 1e-6);
                Assert.All(reading.Map.RouteLaneIds, id => Assert.True(index.IndexOf(id) >= 0));
            }
        }

        output.WriteLine($"{lanes} lanes");
        Assert.True(lanes > 100);
    }
}
