using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Engine;

public class TrafficOverrideTests
{
    [Theory]
    [InlineData("idm")]
    [InlineData("idm-path")]
    [InlineData("mobil")]
    public void A_vehicle_that_stands_for_its_whole_log_keeps_it(string mode)
    {
        // Jitter of 0.3 m and 0.4 m/s, as logs of parked cars have it.
        var parked = Logged("parked", k => (50 + 0.3 * (k % 2), 0, 0.4 * (k % 2)));
        var scene = Worlds.Scene(Worlds.Straight(500), 10, Worlds.Ego(x: -50, speed: 0), parked);
        var recording = Worlds.Run(scene, new StationaryDriver(), new SimulatorUse { Traffic = mode });

        var track = recording.Tracks.Single(t => t.Id == "parked");
        for (int k = 0; k <= 100; k++)
        {
            Assert.Equal(50 + 0.3 * (k % 2), track.At(k).X, 9);
        }

        Assert.Same(parked, TrafficOverride.Apply(scene, new SimulatorUse { Traffic = mode }).Actors[1]);
    }

    [Theory]
    [InlineData("idm")]
    [InlineData("idm-path")]
    [InlineData("mobil")]
    public void A_vehicle_that_waits_first_or_whose_log_is_short_drives(string mode)
    {
        var waits = Logged("waits", k => (50 + Math.Max(0, k - 80) * 0.2, 0, k > 80 ? 2 : 0));
        var brief = Logged("brief", k => (150 + 0.45 * k, 0, 4.5), states: 2);
        var changed = TrafficOverride.Apply(Worlds.Scene(Worlds.Straight(500), 10, Worlds.Ego(x: -50, speed: 0), waits, brief), new SimulatorUse { Traffic = mode });

        Assert.IsNotType<TrajectoryBehaviour>(changed.Actors[1].Behaviour);
        Assert.IsNotType<TrajectoryBehaviour>(changed.Actors[2].Behaviour);
    }

    [Fact]
    public void Constant_velocity_speaks_of_standing_vehicles_too() => Assert.IsType<ConstantVelocityBehaviour>(
        TrafficOverride.Apply(
            Worlds.Scene(Worlds.Straight(500), 10, Worlds.Ego(x: -50), Logged("parked", _ => (50, 0, 0))), new SimulatorUse { Traffic = "constant-velocity" }).Actors[1].Behaviour);

    private static Actor Logged(string id, Func<int, (double X, double Y, double Speed)> at, int states = 101) => Worlds.Other(
        id,
        new TrajectoryBehaviour
        {
            Recorded = true,
            States = [.. Enumerable.Range(0, states).Select(k => at(k) is var (x, y, speed) ? new TimedState(k * 100_000L, new ActorState(x, y, 0, speed)) : default)],
        },
        x: at(0).X);
}
