using System.Text;
using System.Text.Json;
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
}
