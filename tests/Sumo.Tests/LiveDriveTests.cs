using Sim.Geometry;

namespace Sim.Tests.Sumo;

public sealed class LiveDriveTests
{
    [Fact]
    public void Followers_of_lanes_are_driven_by_SUMO_and_the_ego_by_the_engine()
    {
        var map = Live.Map("straight-2x2.xodr");
        var scenario = Live.Scene(map,
        [
            Live.On(map, "1:0:-1", 50, "ego", new DriverBehaviour(), 10),
            Live.On(map, "1:0:-1", 100, "lead", new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 8 } }, 8),
            Live.On(map, "1:0:-2", 30, "truck", new FollowLaneBehaviour(), 10, ActorClass.Truck, 12),
            Live.On(map, "1:0:1", 30, "walker", new StationaryBehaviour(), 0, ActorClass.Pedestrian, 0.6),
        ]);
        var recording = Live.Run(scenario);
        Assert.Equal(RecordingEnd.Horizon, recording.End);
        Assert.Equal(101, recording.StepCount);
        Assert.Equal("sumo", recording.Provenance.Generator);
        var lead = recording.Tracks.Single(t => t.Id == "lead");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("\n", recording.Events) + string.Join("\n", recording.Provenance.Assumptions));
        Assert.Equal(101, lead.X.Length);
        Assert.Equal(100, lead.X.Span[0], 1e-2);
        Assert.Equal(-1.75, lead.Y.Span[0], 1e-2);
        Assert.Equal(180, lead.X.Span[100], 0.5);
        Assert.Equal(8, lead.SpeedMps.Span[100], 0.1);
        var ego = recording.Tracks.Single(t => t.Id == "ego");
        Assert.True(ego.X.Span[100] > 130 && ego.X.Span[100] < 175);
    }
}
