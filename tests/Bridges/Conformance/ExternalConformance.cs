using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Maps;
using Sim.Rpc.Services;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>What a simulator with the capability "external" must do: another simulator says at each step where some of the actors are.</summary>
/// <typeparam name="TSubject">Starts it.</typeparam>
/// <param name="subject">The simulator.</param>
public abstract class ExternalConformance<TSubject>(TSubject subject) : IClassFixture<TSubject>
    where TSubject : Subject
{
    // The scenario's order: ego, guest, late.
    private const uint Guest = 1;
    private const uint Late = 2;

    [Fact]
    public void It_says_that_it_can() => Assert.Contains(SimulatorWords.External, subject.Simulator.Info.Capabilities);

    [Fact]
    public async Task An_actor_of_the_clients_is_where_it_was_told_to_be_and_stays_there_until_told_again()
    {
        await using var session = await RunningAsync(Scene());
        var first = await session.StepAsync(With(session.Request(0), At(Guest, 41.25, 3.5, 7)));
        var second = await session.StepAsync(With(session.Request(1), At(Guest, 42, 3.25, 8), At(Late, -30, 0, 2)));
        var third = await session.StepAsync(session.Request(2));

        Assert.Equal((41.25, 3.5, 7), Where(first.World, Guest));
        Assert.DoesNotContain(first.World.Actors, a => a.Index == Late);
        Assert.Equal((42, 3.25, 8), Where(second.World, Guest));
        Assert.Equal((-30, 0, 2), Where(second.World, Late));
        Assert.Equal("'late' appears.", Assert.Single(second.Events).Text);
        Assert.Equal((42, 3.25, 8), Where(third.World, Guest));
        Assert.Equal(StateDigest.Of(third.World, ["ego", "guest", "late"]), third.Digest.ToByteArray());
        Assert.Equal((30, 3.5, 6), Where((await session.ResetAsync()).World, Guest));
    }

    [Fact]
    public async Task It_touches_and_is_touched()
    {
        await using var session = await RunningAsync(Scene());
        await session.StepAsync(With(session.Request(0), At(Guest, 10, 0, 0)));
        var hit = await session.StepAsync(With(session.Request(1), At(Guest, 4, 0, 0)));

        var contact = Assert.Single(hit.Contacts);
        Assert.Equal(("ego", "guest"), (contact.A, contact.B));
        // It sweeps from 10 m to 4 m; the boxes, 4.5 m long each, meet when 4.5 m are left.
        Assert.InRange(contact.TimeUs, 190_000, 193_000);
    }

    [Fact]
    public async Task Others_react_to_it()
    {
        var follower = Worlds.Other("follower", new FollowLaneBehaviour(), x: 0, y: 3.5, speed: 12);
        await using var free = await RunningAsync(Scene(follower));
        await using var blocked = await RunningAsync(Scene(follower));
        Messages.StepReply one = new(), other = new();
        for (int step = 0; step < 30; step++)
        {
            one = await free.StepAsync(With(free.Request(step), At(Guest, 400, 3.5, 0)));
            other = await blocked.StepAsync(With(blocked.Request(step), At(Guest, 45, 3.5, 0)));
        }

        Assert.True(Where(one.World, 3).Speed > 11);
        Assert.True(Where(other.World, 3).Speed < 6);
    }

    [Fact]
    public async Task Injections_spawn_move_without_touching_what_lies_between_and_remove()
    {
        await using var session = await RunningAsync(Scene());
        var done = await session.InjectAsync(0,
            new Messages.Injection { Spawn = new() { Info = new() { Id = "late" }, State = At(Late, -20, 0, 0) } },
            new Messages.Injection { Move = At(Guest, 60, 3.5, 0) });
        Assert.Equal(["", ""], done.Problems);
        Assert.Equal(30, Where(await session.ObserveAsync(), Guest).X);
        var spawned = await session.StepAsync(session.Request(0));
        Assert.Equal((-20, 60), (Where(spawned.World, Late).X, Where(spawned.World, Guest).X));

        // The ego stands between.
        Assert.Equal([""], (await session.InjectAsync(1, new Messages.Injection { Move = At(Late, 20, 0, 0) })).Problems);
        var moved = await session.StepAsync(session.Request(1));
        Assert.Equal(20, Where(moved.World, Late).X);
        Assert.Empty(moved.Contacts);

        Assert.Equal([""], (await session.InjectAsync(2, new Messages.Injection { Remove = "late" })).Problems);
        var removed = await session.StepAsync(session.Request(2));
        Assert.DoesNotContain(removed.World.Actors, a => a.Index == Late);
        Assert.Equal("'late' leaves the scene.", Assert.Single(removed.Events).Text);
    }

    [Fact]
    public async Task An_injected_light_shows_until_it_is_given_back()
    {
        var lit = Worlds.Straight(600, 2, 15) with
        {
            Signals = [new MapSignal { Id = "light", Kind = MapSignalKind.Light, Cycle = [new SignalPhase(Maps.SignalState.Green, 60_000_000)] }],
        };
        await using var session = await RunningAsync(Scene() with { Map = lit });
        Assert.Equal(["", "the map has no light 'lamp'"], (await session.InjectAsync(0, Light("light", Formats.Messages.SignalState.Red), Light("lamp", Formats.Messages.SignalState.Red))).Problems);
        Assert.Equal(Formats.Messages.SignalState.Red, Assert.Single((await session.StepAsync(session.Request(0))).World.Signals).State);
        Assert.Equal(Formats.Messages.SignalState.Red, Assert.Single((await session.StepAsync(session.Request(1))).World.Signals).State);
        await session.InjectAsync(2, Light("light", Formats.Messages.SignalState.Unknown));
        Assert.Equal(Formats.Messages.SignalState.Green, Assert.Single((await session.StepAsync(session.Request(2))).World.Signals).State);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_changes_nothing()
    {
        await using var session = await RunningAsync(Scene());
        var said = await session.InjectAsync(0,
            new Messages.Injection { Move = At(0, 1, 1, 1) },
            new Messages.Injection { Move = At(Late, 1, 1, 1) },
            new Messages.Injection { Remove = "late" },
            new Messages.Injection { Remove = "nobody" },
            new Messages.Injection { Spawn = new() { Info = new() { Id = "guest" }, State = At(Guest, 0, 0, 0) } },
            new Messages.Injection { Move = At(Guest, double.NaN, 0, 0) },
            new Messages.Injection { Environment = new() },
            new Messages.Injection());
        Assert.Equal(
        [
            "'ego' was not announced as an actor that the client moves", "'late' is not there", "'late' is not there", "'nobody' was not announced as an actor that the client moves",
            "'guest' is there already", "field 'move[0].x' is not finite", "the conditions of a scenario are fixed when it is loaded", "the injection is empty",
        ], said.Problems);

        await Refused(StatusCode.NotFound, Messages.ErrorReason.ActorUnknown, With(session.Request(0), At(0, 1, 1, 1)));
        await Refused(StatusCode.NotFound, Messages.ErrorReason.ActorUnknown, With(session.Request(0), At(9, 1, 1, 1)));
        await Refused(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, With(session.Request(0), At(Guest, double.PositiveInfinity, 1, 1)));
        await Refused(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, With(session.Request(0), At(Late, 1, 1, 1), At(Guest, 1, 1, 1)));
        var many = With(session.Request(0), At(Guest, 1, 1, 1));
        many.Count = 2;
        await Refused(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, many);
        Assert.Equal((30, 3.5, 6), Where((await session.StepAsync(session.Request(0))).World, Guest));

        async Task Refused(StatusCode code, Messages.ErrorReason reason, Messages.StepRequest request)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => session.StepAsync(request));
            Assert.Equal((code, reason), (error.StatusCode, Messages.ErrorDetail.Parser.ParseFrom(error.Trailers.GetValueBytes(ContractErrors.Trailer)).Reason));
        }
    }

    [Theory]
    [InlineData("ego", "which answers move")]
    [InlineData("nobody", "which is no actor of the scenario")]
    [InlineData("guest", "which was named before")]
    public async Task Who_is_announced_wrongly_is_refused_with_the_scenario(string id, string why)
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => session.LoadAsync(Scene(), h => h.External.AddRange(["guest", id])));
        Assert.Contains(why, error.Status.Detail, StringComparison.Ordinal);
    }

    private async Task<WireSession> RunningAsync(Scenario scene)
    {
        var session = new WireSession(subject);
        await session.OpenAsync();
        await session.LoadAsync(scene, h => h.External.AddRange(["guest", "late"]));
        await session.ResetAsync();
        return session;
    }

    // The guest has a log, which the client overrules.
    private static Scenario Scene(params Actor[] more) => Worlds.Scene(
        Worlds.Straight(600, 2, 15),
        10,
        [
            Worlds.Ego(speed: 0),
            Worlds.Other("guest", new TrajectoryBehaviour { Recorded = true, States = [new TimedState(0, new ActorState(30, 3.5, 0, 6)), new TimedState(10_000_000, new ActorState(90, 3.5, 0, 6))] }, x: 30, y: 3.5, speed: 6),
            Worlds.Other("late", new StationaryBehaviour(), x: -40, firstStep: 1),
            .. more,
        ]);

    private static Messages.StepRequest With(Messages.StepRequest request, params IEnumerable<ActorFrame> external)
    {
        request.External.AddRange(external);
        return request;
    }

    private static ActorFrame At(uint index, double x, double y, double speed) => new() { Index = index, X = x, Y = y, HeadingRad = 0, SpeedMps = speed };

    private static Messages.Injection Light(string id, Formats.Messages.SignalState state) => new() { Signal = new SignalFrame { Id = id, State = state } };

    private static (double X, double Y, double Speed) Where(WorldFrame world, uint index)
    {
        var actor = world.Actors.Single(a => a.Index == index);
        return (actor.X, actor.Y, actor.SpeedMps);
    }
}
