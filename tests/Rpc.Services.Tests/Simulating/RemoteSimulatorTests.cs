using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;

namespace Sim.Tests.Rpc;

/// <summary>The embedded engine behind the contract gives what it gives here, to the byte.</summary>
public class RemoteSimulatorTests
{
    private static Scenario Calm => Worlds.Scene(
        Worlds.Straight(400, 2, 15),
        3,
        Worlds.Ego(speed: 12),
        Worlds.Other("lead", new FollowLaneBehaviour(), x: 40, speed: 6),
        Worlds.Other("late", new FollowLaneBehaviour(), x: -40, y: 3.5, speed: 9, firstStep: 7));

    // The constant-velocity driver runs into a standing car after two seconds, and the case ends a second later.
    private static Scenario Crash => Worlds.Scene(
        Worlds.Straight(400, 2, 15), 8, Worlds.Ego(speed: 12), Worlds.Other("stands", new StationaryBehaviour(), x: 30));

    private static Scenario Undriven => Calm with
    {
        HorizonUs = 15_000_000,
        Actors = [Calm.Actors[0] with { Behaviour = new FollowLaneBehaviour() }, .. Calm.Actors.Skip(1)],
    };

    private static Scenario AtGoal => Calm with { Task = new EgoTask { Goals = [new GoalRegion { LaneIds = ["0"], TimeUs = new Interval(1_500_000, 9_000_000) }] } };

    public static TheoryData<string> Scenes => ["calm", "crash", "undriven", "goal"];

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task A_case_behind_the_contract_has_the_bytes_that_it_has_here(string name)
    {
        var scene = SceneOf(name);
        await using var peer = await SimulatorPeer.Of(new EmbeddedSimulator());
        using var simulator = peer.Connect();

        var expected = Run(new EmbeddedSimulator(), scene);
        var remote = Run(simulator, scene);

        Assert.Equal(RemoteDriverTests.Bytes(expected), RemoteDriverTests.Bytes(remote));
        Assert.Equal(name switch { "crash" => RecordingEnd.Contact, "goal" => RecordingEnd.GoalReached, _ => RecordingEnd.Horizon }, remote.End);
        Assert.Equal(name == "crash" ? 1 : 0, remote.Contacts.Count);
        Assert.Equal(0, peer.Service.OpenSessions);
    }

    [Fact]
    public async Task Settings_of_a_suite_mean_the_same_behind_the_contract()
    {
        await using var peer = await SimulatorPeer.Of(new EmbeddedSimulator());
        using var simulator = peer.Connect();
        var use = new SimulatorUse { StepUs = 50_000, HorizonUs = 4_000_000, StopAtContact = false, Traffic = "constant-velocity" };

        Assert.Equal(RemoteDriverTests.Bytes(Run(new EmbeddedSimulator(), Crash, use)), RemoteDriverTests.Bytes(Run(simulator, Crash, use)));
    }

    [Fact]
    public async Task A_driver_that_is_followed_exactly_is_so_behind_the_contract_too()
    {
        await using var peer = await SimulatorPeer.Of(new EmbeddedSimulator());
        using var simulator = peer.Connect();
        var log = Enumerable.Range(0, 31).Select(k => new TimedState(k * 100_000, new ActorState(k * 1.2, 0.01 * k, 0.001 * k, 12))).ToList();
        var scene = Calm with { Actors = [Worlds.Ego(speed: 12, log: log), .. Calm.Actors.Skip(1)] };

        Assert.Equal(
            RemoteDriverTests.Bytes(Run(new EmbeddedSimulator(), scene, driver: new LogReplayDriver())),
            RemoteDriverTests.Bytes(Run(simulator, scene, driver: new LogReplayDriver())));
    }

    [Fact]
    public async Task A_session_that_is_reset_begins_again_with_the_same_bytes()
    {
        await using var peer = await SimulatorPeer.Of(new EmbeddedSimulator());
        using var simulator = peer.Connect();
        using var session = simulator.Open(new SimulatorUse(), TestContext.Current.CancellationToken);
        session.Load(Undriven, 5, TestContext.Current.CancellationToken);
        var first = Through(session, 40);
        session.Reset();
        var again = Through(session, 40);

        Assert.Equal(RemoteDriverTests.Bytes(first), RemoteDriverTests.Bytes(again));
    }

    [Fact]
    public async Task A_simulator_served_again_by_its_client_keeps_the_bytes()
    {
        await using var peer = await SimulatorPeer.Of(new EmbeddedSimulator());
        using var near = peer.Connect(new RemoteSimulatorOptions { Name = "embedded" });
        await using var second = await SimulatorPeer.Of(near);
        using var far = second.Connect();

        Assert.Equal(RemoteDriverTests.Bytes(Run(new EmbeddedSimulator(), Crash)), RemoteDriverTests.Bytes(Run(far, Crash)));
    }

    internal static Scenario SceneOf(string name) => name switch { "calm" => Calm, "crash" => Crash, "goal" => AtGoal, _ => Undriven };

    internal static Recording Run(ISimulator simulator, Scenario scene, SimulatorUse? use = null, IDriver? driver = null) => ClosedLoop.Run(
        simulator, use ?? new SimulatorUse(), scene, driver ?? new ConstantVelocityDriver(), Setting.Empty, 1, 2, TestContext.Current.CancellationToken);

    private static Recording Through(ISimulatorSession session, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            session.Step(null, TestContext.Current.CancellationToken);
        }

        return session.Finish();
    }
}
