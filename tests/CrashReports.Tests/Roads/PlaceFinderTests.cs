using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Xunit;

namespace Sim.Tests.CrashReports.Roads;

public sealed class PlaceFinderTests
{
    private static readonly TextSpan Said = new(0, 4, "said");

    [Fact]
    public void A_junction_is_found_on_the_map_that_was_drawn_from_the_record()
    {
        var record = Junction(Topology.FourWay, 0);
        var drawn = RoadBuilder.Build(record);
        var place = PlaceFinder.Find(drawn.Map, record)[0];
        Assert.True(place.Score > 0.9, $"{place.Score}");
        Assert.Equal(drawn.Legs.Count, place.Road.Legs.Count);
        for (int i = 0; i < drawn.Legs.Count; i++)
        {
            Assert.Equal(drawn.Legs[i].Id, place.Road.Legs[i].Id);
            Assert.Equal(drawn.Legs[i].Entry, place.Road.Legs[i].Entry);
            Assert.Equal(drawn.Legs[i].Exit, place.Road.Legs[i].Exit);
        }

        Assert.True(place.Road.JunctionArea!.Contains(new(0, 0)));
    }

    [Fact]
    public void A_t_is_matched_whatever_way_its_stem_points()
    {
        var drawn = RoadBuilder.Build(Junction(Topology.TJunction, 0));
        for (int turned = 0; turned < 360; turned += 45)
        {
            var record = Junction(Topology.TJunction, turned);
            var place = PlaceFinder.Find(drawn.Map, record)[0];
            Assert.Equal(1, place.Terms.Single(t => t.Name == "angles").Value, 9);

            // The legs keep their order, so the same lanes play the same parts.
            Assert.Equal(drawn.Legs.Select(l => l.Entry[0]), place.Road.Legs.Select(l => l.Entry[0]));
        }
    }

    [Fact]
    public void A_piece_of_road_is_found_by_lanes_and_curvature()
    {
        var straight = Plain(Topology.Straight, 4, null);
        var curve = Plain(Topology.Curve, 2, 150);
        var map = RoadBuilder.Build(curve).Map;
        var place = PlaceFinder.Find(map, curve)[0];
        Assert.True(place.Score > 0.9, $"{place.Score}");
        Assert.Equal("northbound:in:1", place.Road.Legs[0].Entry[0]);
        Assert.Null(place.Road.JunctionArea);
        Assert.True(PlaceFinder.Find(RoadBuilder.Build(straight).Map, straight)[0].Score > 0.9);
        Assert.Throws<RefusedException>(() => PlaceFinder.Find(map, straight));
    }

    [Fact]
    public void A_map_without_a_fitting_place_is_refused_with_the_reasons()
    {
        var map = RoadBuilder.Build(Plain(Topology.Straight, 2, null)).Map;
        Assert.Contains("no junction", Assert.Throws<RefusedException>(() => PlaceFinder.Find(map, Junction(Topology.FourWay, 0))).Message, StringComparison.Ordinal);
        var t = RoadBuilder.Build(Junction(Topology.TJunction, 0)).Map;
        Assert.Contains("has 3 legs, not 4", Assert.Throws<RefusedException>(() => PlaceFinder.Find(t, Junction(Topology.FourWay, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_repositorys_crossing_takes_a_left_turn_across_the_path()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        string path = Path.Combine(folder!.FullName, "scenarios", "maps", "crossing.xodr");
        var map = OpenDriveReader.Read(File.ReadAllBytes(path), path);
        var record = Junction(Topology.FourWay, 0);
        var places = PlaceFinder.Find(map, record);
        Assert.Equal(places.Select(p => p.Name), PlaceFinder.Find(map, record).Select(p => p.Name));
        var index = map.Index();
        var road = places[0].Road;
        foreach (var leg in road.Legs)
        {
            Assert.All(leg.Entry, e => Assert.Contains(road.Legs.SelectMany(l => l.Exit), x => index.FindRoute(index.IndexOf(e), index.IndexOf(x)).Count > 0));
        }
    }

    private static CrashRecord Junction(Topology topology, double turnedDeg) => RecordCompletion.Complete(new CrashRecord
    {
        Id = "junction",
        TextSha256 = "",
        Extractor = "test",
        Road = new RoadRecord { Topology = Leaf.Stated(topology, Said) },
        Actors =
        [
            new ActorRecord { Id = "V1", HeadingDeg = Leaf.Stated<double?>(Compass.Normal(turnedDeg), Said) },
            new ActorRecord { Id = "V2", HeadingDeg = Leaf.Stated<double?>(Compass.Normal(180 + turnedDeg), Said), Actions = [new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnLeft, Said) }] },
        ],
    });

    private static CrashRecord Plain(Topology topology, int lanes, double? radius) => RecordCompletion.Complete(new CrashRecord
    {
        Id = "plain",
        TextSha256 = "",
        Extractor = "test",
        Road = new RoadRecord
        {
            Topology = Leaf.Stated(topology, Said),
            MaxLanes = Leaf.Stated<int?>(lanes, Said),
            Legs =
            [
                new LegRecord
                {
                    Id = "northbound",
                    HeadingDeg = Leaf.Stated<double?>(0, Said),
                    Alignment = topology == Topology.Curve ? Leaf.Stated(Alignment.CurveRight, Said) : Leaf.Unknown(Alignment.Unknown),
                    RadiusM = radius is null ? Leaf.Unknown<double?>(null) : Leaf.Stated(radius, Said),
                },
            ],
        },
        Actors = [new ActorRecord { Id = "V1" }, new ActorRecord { Id = "V2", LaneFromRight = Leaf.Stated<int?>(lanes / 2, Said) }],
    });
}
