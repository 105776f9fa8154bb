using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

public class ByteFormTests
{
    [Fact]
    public void A_scenario_comes_back_from_its_bytes_unchanged()
    {
        var line = new Polyline([new(0, 0), new(10, 0.1)]);
        var map = new RoadMap { Name = "m", Lanes = [new Lane { Id = "1", Left = line, Right = line, Centre = line, SpeedLimitMps = 1.0 / 3 }] };
        var scenario = new Scenario
        {
            Name = "s",
            Map = map,
            StepUs = 100_000,
            HorizonUs = 8_000_000,
            EgoId = "ego",
            Actors =
            [
                new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = new(0, 0, 0, 5), Behaviour = new DriverBehaviour() },
                new Actor { Id = "a", Class = ActorClass.Pedestrian, Body = new(0.5, 0.5), Initial = default, Behaviour = new FollowPathBehaviour { Path = line } },
            ],
            Task = new() { Goals = [new() { Areas = [new Polygon([new(0, 0), new(1, 0), new(0, 1)])], TimeUs = new(1, 2) }] },
            Parameters = Ordered.Copy([new("speed", "10 km/h")]),
            Provenance = new() { Generator = "test" },
        };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario);
        var back = JsonSerializer.Deserialize(bytes, SimJson.Default.Scenario)!;
        byte[] again = JsonSerializer.SerializeToUtf8Bytes(back, SimJson.Default.Scenario);

        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(again));
        Assert.Equal(10, back.Map.Lanes[0].Centre.Points[1].X);
        Assert.IsType<FollowPathBehaviour>(back.Actors[1].Behaviour);
        Assert.Equal(1.0 / 3, back.Map.Lanes[0].SpeedLimitMps);
        Assert.Equal(3, back.Task.Goals[0].Areas[0].Points.Count);
    }

    [Fact]
    public void A_recording_comes_back_from_its_bytes_unchanged()
    {
        var track = Track.FromStates("7", ActorClass.Car, new(4, 2), 3, [new(1, 2, 3, 4, 5, 6, 7, 8), new(0.1, 0.2, 0.3, 0.4)]);
        var recording = new Recording { Name = "r", StepUs = 100_000, StepCount = 10, Map = RoadMap.Empty, Tracks = [track], Vehicle = VehicleSpec.Sedan with { LatencyUs = 50_000 }, Provenance = new() { Generator = "test" } };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(recording, SimJson.Default.Recording);
        var back = JsonSerializer.Deserialize(bytes, SimJson.Default.Recording)!;

        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(back, SimJson.Default.Recording)));
        Assert.Equal(track.At(4), back.Tracks[0].At(4));
        Assert.Equal(recording.Vehicle, back.Vehicle);
        Assert.Equal(recording.Vehicle, back.Slice(2, 3).Vehicle);
        Assert.True(back.Tracks[0].IsPresent(4));
        Assert.False(back.Tracks[0].IsPresent(5));
    }

    [Theory]
    [InlineData("{\"state\":\"value\",\"reason\":\"\",\"actors\":[],\"inputs\":[]}")]
    [InlineData("{\"state\":\"no_conflict\",\"value\":1,\"reason\":\"\",\"actors\":[],\"inputs\":[]}")]
    public void A_measurement_whose_state_and_value_disagree_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, SimJson.Default.MeasuredDouble));
        Assert.Throws<JsonException>(() => SimJson.Parse(Encoding.UTF8.GetBytes(json), SimJson.Default.MeasuredDouble));
    }

    [Fact]
    public void Members_that_a_type_does_not_require_may_be_left_out_and_have_their_defaults()
    {
        const string Short = """
            {
              "name": "s", "map": { "name": "m" }, "step_us": 100000, "horizon_us": 1000000, "ego_id": "ego",
              "actors": [
                { "id": "ego", "class": "car", "body": { "length_m": 4, "width_m": 2 }, "initial": { "x": 1, "y": 2, "heading_rad": 0, "speed_mps": 5 }, "behaviour": { "kind": "driver" } },
                { "id": "a", "class": "car", "body": { "length_m": 4, "width_m": 2 }, "initial": { "x": 9, "y": 2, "heading_rad": 0, "speed_mps": 5 }, "behaviour": { "idm": { "headway_s": 1 }, "kind": "follow_lane" } }
              ],
              "provenance": { "generator": "hand" }
            }
            """;
        var read = SimJson.Parse(Encoding.UTF8.GetBytes(Short), SimJson.Default.Scenario);
        var same = new Scenario
        {
            Name = "s",
            Map = new RoadMap { Name = "m" },
            StepUs = 100_000,
            HorizonUs = 1_000_000,
            EgoId = "ego",
            Actors =
            [
                new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = new(1, 2, 0, 5), Behaviour = new DriverBehaviour() },
                new Actor { Id = "a", Class = ActorClass.Car, Body = new(4, 2), Initial = new(9, 2, 0, 5), Behaviour = new FollowLaneBehaviour { Idm = new() { HeadwayS = 1 } } },
            ],
            Provenance = new() { Generator = "hand" },
        };

        Assert.Equal(JsonSerializer.Serialize(same, SimJson.Default.Scenario), JsonSerializer.Serialize(read, SimJson.Default.Scenario));
        Assert.Equal((1.0, "day", 1.5), (read.Environment.Friction, read.Environment.Light, read.Actors[0].Body.HeightM));
    }

    [Fact]
    public void Every_member_that_a_type_does_not_require_has_a_default_that_is_written()
    {
        var options = SimJson.Default.Options;
        var types = typeof(SimJson).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && t.GetConstructor(Type.EmptyTypes) is not null && SimJson.Default.GetTypeInfo(t) is { Kind: JsonTypeInfoKind.Object })
            .ToList();
        Assert.True(types.Count > 30, $"found {types.Count} types");
        Assert.All(types, type =>
        {
            var fresh = JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, options)!.AsObject();
            var form = SimJson.Default.GetTypeInfo(type)!;
            var required = type.GetProperties().Where(p => p.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute), false))
                .Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)).ToHashSet();
            foreach (var member in form.Properties.Where(p => !required.Contains(p.Name) && p.Get is not null && p.Set is not null && !p.IsGetNullable))
            {
                Assert.True(fresh.ContainsKey(member.Name), $"{type.Name}.{member.Name} is neither required nor written");
                Assert.True(fresh[member.Name] is not null, $"{type.Name}.{member.Name} is neither required nor has it a default");
            }
        });
    }

    [Theory]
    [InlineData("""{ "name": "v", "length_m": 4, "width_m": 2, "wheelbase_m": 2.5 }""", "rear_overhang_m")]
    [InlineData("""{ "name": "v", "length_m": 4, "width_m": 2, "wheelbase_m": 2.5, "rear_overhang_m": 1, "class": null }""", "class")]
    [InlineData("""{ "name": null, "length_m": 4, "width_m": 2, "wheelbase_m": 2.5, "rear_overhang_m": 1 }""", "name")]
    [InlineData("""{ "name": "v", "length_m": 4, "width_m": 2, "wheelbase_m": 2.5, "rear_overhang_m": 1, "wheels": 4 }""", "wheels")]
    public void A_required_member_that_is_missing_and_null_and_unknown_members_stay_refused(string json, string member)
    {
        var e = Assert.Throws<JsonException>(() => SimJson.Parse(Encoding.UTF8.GetBytes(json), SimJson.Default.VehicleSpec));
        Assert.Contains(member, $"{e.Message} {e.Path}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "controls": { "accel_mps2": 1 } }""", "steer_rad")]
    [InlineData("""{ "plan": [ { "time_us": 0, "x": 1, "y": 2, "heading_rad": 0 } ] }""", "speed_mps")]
    public void A_value_without_a_default_stays_required(string json, string member) =>
        Assert.Contains(member, Assert.Throws<JsonException>(() => SimJson.Parse(Encoding.UTF8.GetBytes(json), SimJson.Default.DriverAnswer)).Message, StringComparison.Ordinal);
}
