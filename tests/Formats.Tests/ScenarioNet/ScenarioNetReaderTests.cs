using System.IO.Compression;
using System.Text;
using Sim.Formats.ScenarioNet;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.ScenarioNet;

public sealed class ScenarioNetReaderTests
{
    private static readonly Recording Own = Read(Descriptions.Json());

    [Fact]
    public void Tracks_have_their_states_where_they_are_valid()
    {
        Assert.Equal(("own-1", 100_000L, 5, "ego"), (Own.Name, Own.StepUs, Own.StepCount, Own.EgoId));
        var ego = Own.Find("ego")!;
        Assert.Equal((ActorClass.Car, new BodyBox(4.8, 1.9, 1.5)), (ego.Class, ego.Body));
        Assert.Equal((3.0, 0.0, 10.0, 0.5), (ego.At(3).X, ego.At(3).Y, ego.At(3).SpeedMps, ego.At(3).LateralMps));
        var late = Own.Find("late")!;
        Assert.Equal([false, false, true, true, false], Enumerable.Range(0, 5).Select(late.IsPresent));
        Assert.Equal((5.0, 3.5, 3.14, 4.5), (late.At(2).X, late.At(2).Y, late.At(2).HeadingRad, late.Body.LengthM));
        Assert.Equal(ActorClass.StaticObject, Own.Find("cone")!.Class);
    }

    [Fact]
    public void Lanes_get_their_bounds_from_their_polygon()
    {
        var a = Own.Map.Lanes[0];
        Assert.Equal(("a", LaneType.Driving, 10.0), (a.Id, a.Type, a.SpeedLimitMps));
        Assert.Equal([new Vector2d(0, 1.5), new(10, 1.5), new(20, 1.5)], a.Left.Points);
        Assert.Equal([new Vector2d(0, -2), new(10, -2), new(20, -2)], a.Right.Points);
        Assert.Equal((LaneMarking.Broken, LaneMarking.Edge), (a.LeftMarking, a.RightMarking));
        Assert.Equal(["c"], a.Successors);
        Assert.Equal(new LaneNeighbour("b", true), a.LeftNeighbour);
        Assert.Equal(["a"], Own.Map.Lanes[2].Predecessors);
        Assert.Equal(1.75, Own.Map.Lanes[2].Left.Points[0].Y);
        Assert.Equal(LaneType.Biking, Own.Map.Lanes[1].Type);
        Assert.Equal("x", Assert.Single(Own.Map.Crosswalks).Id);
        Assert.DoesNotContain(RoadMapCheck.Run(Own.Map), f => f.Rule is MapRule.KnownReference or MapRule.MutualLink or MapRule.MutualNeighbour or MapRule.BoundsInOrder);
    }

    [Fact]
    public void Lights_bind_their_lane_and_show_what_they_showed()
    {
        var shown = Assert.Single(Own.Signals);
        Assert.Equal([SignalState.Red, SignalState.Red, SignalState.Green, SignalState.Yellow, SignalState.Unknown], Enumerable.Range(0, 5).Select(shown.At));
        var light = Assert.Single(Own.Map.Signals);
        Assert.Equal([200_000L, 100_000, 100_000], light.Cycle.Take(3).Select(p => p.DurationUs));
        Assert.Equal((18.0, 0.0), (light.Pose!.Value.X, light.Pose.Value.Y));
        Assert.Equal(["tl"], Own.Map.Lanes[0].SignalIds);
        Assert.Equal(18.0, Assert.Single(Own.Map.StopLines).From.X, 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_npz_says_the_same_as_JSON(bool deflate)
    {
        var read = ScenarioNetReader.Read(Descriptions.Npz(deflate), "a.npz");
        Assert.Equal(Own.Find("ego")!.X.ToArray(), read.Find("ego")!.X.ToArray());
        Assert.Equal(Own.Map.ContentHash(), read.Map.ContentHash());
    }

    [Fact]
    public void A_description_that_MetaDrive_accepts_is_read_where_the_shared_data_is_at_hand()
    {
        string data = Environment.GetEnvironmentVariable("SIM_DATA") is { Length: > 0 } given ? given : Path.Combine(Yaml.RepositoryFiles.Root, "..", "shared", "data");
        string path = Path.Combine(data, "schemas", "scenarionet_metadrive", "scenario.json");
        Assert.SkipUnless(File.Exists(path), "the shared data is not at hand");
        var log = ScenarioNetReader.Read(File.ReadAllBytes(path), "scenario.json");
        Assert.Equal((100_000L, 100, "ego", 4), (log.StepUs, log.StepCount, log.EgoId, log.Tracks.Count));
        Assert.Equal(10, log.Find("ego")!.At(5).SpeedMps, 1e-6);
        Assert.Equal(30, log.Find("adj")!.FirstStep);
        Assert.Equal(ActorClass.Pedestrian, log.Find("ped")!.Class);
        Assert.Equal(["l0", "l1"], log.Map.Lanes.Select(l => l.Id));
        Assert.Empty(RoadMapCheck.Run(log.Map));
        Assert.Equal("l1", log.Map.Lanes[0].LeftNeighbour!.LaneId);
        Assert.Equal((LaneMarking.Broken, LaneMarking.Edge), (log.Map.Lanes[0].LeftMarking, log.Map.Lanes[0].RightMarking));
        Assert.Equal(SignalState.Red, Assert.Single(log.Signals).At(0));
    }

    [Fact]
    public void Wrong_descriptions_are_refused_with_their_path()
    {
        string json = Descriptions.Json();
        Refused(json.Replace("\"length\":5", "\"length\":6", StringComparison.Ordinal), "'length' says 6");
        Refused(json.Replace("\"heading\":[0,0,0,0,0],\"velocity\"", "\"heading\":[0,0,0,0],\"velocity\"", StringComparison.Ordinal), "tracks.ego.state.heading: has 4 rows");
        Refused(json.Replace("[1,0,0]", "[1,0]", StringComparison.Ordinal), "rows of different lengths");
        Refused(json.Replace("[1,0,0]", "[null,0,0]", StringComparison.Ordinal), "step 1 is valid");
        Refused(json.Replace("[1,0,0]", "[1e9,0,0]", StringComparison.Ordinal), "larger than");
        Refused(json.Replace("0.20000000298023224", "0.25", StringComparison.Ordinal), "off the even grid");
        Refused(json.Replace("\"a\":{\"type\"", "\"b\":{\"type\"", StringComparison.Ordinal), "is there twice");
        Refused(json.Replace("\"metadata\":{\"metadrive", "\"meta\":{\"metadrive", StringComparison.Ordinal), "'metadata' is missing");
        Refused(json + "}", "no JSON");
        Refused("[]", "is an object");
        Refused("{\"$array\":1}", "length");

        static void Refused(string text, string part) =>
            Assert.Contains(part, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pickles_and_arrays_of_objects_are_never_read()
    {
        Refused([0x80, 4, 0x95, 0, 0], "sim_logs");
        Refused(Zip(("description", Descriptions.Array("|O", "1,", [0x80, 4, 0x2E]))), "'|O'");
        Refused(Zip(("description", Descriptions.Array("|u1", "2,", "{}"u8.ToArray())), ("a", [1, 2, 3])), "length");
        Refused(Npz(Descriptions.Array("<f4", "5, 3", new byte[59])), "do not fit");
        Refused(Npz(Descriptions.Array("<f4", "2147483647, 2147483647", new byte[60])), "do not fit");
        Refused(Npz(Descriptions.Array("<U4", "5, 3", new byte[60])), "'<U4'");
        Refused(Npz([0x93, 0x4E]), "is no .npy array");
        Refused("PK\u0003\u0004junk"u8.ToArray(), "no zip file");

        static void Refused(byte[] bytes, string part) =>
            Assert.Contains(part, Assert.Throws<InputException>(() => ScenarioNetReader.Read(bytes, "a.npz")).Message, StringComparison.Ordinal);

        static byte[] Npz(byte[] array) => Zip(("description", Descriptions.Array("|u1", $"{Encoding.UTF8.GetByteCount(Descriptions.Json("{\"$array\":\"a0\"}"))},", Encoding.UTF8.GetBytes(Descriptions.Json("{\"$array\":\"a0\"}")))), ("a0", array));
    }

    [Fact]
    public void A_zip_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = Zip(("description", Descriptions.Array("|u1", "100000000,", new byte[100_000_000])));
        Assert.True(bomb.Length < 200_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("unpack to more", Assert.Throws<InputException>(() => ScenarioNetReader.Read(bomb, "a.npz")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Descriptions_are_known_by_what_they_hold()
    {
        Assert.True(ScenarioNetReader.IsDescription(Encoding.UTF8.GetBytes(Descriptions.Json())));
        Assert.False(ScenarioNetReader.IsDescription("{\"recording\":{\"tracks\":[],\"map_features\":1}}"u8));
        Assert.False(ScenarioNetReader.IsDescription("{\"tracks\":"u8));
    }

    private static Recording Read(string json) => ScenarioNetReader.Read(Encoding.UTF8.GetBytes(json), "a.scenarionet.json");

    private static byte[] Zip(params (string Name, byte[] Bytes)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in arrays)
            {
                using var entry = zip.CreateEntry(name + ".npy").Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
