using Google.Protobuf;
using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

// Single calls, wrong ones above all.
public abstract partial class SimulatorConformance<TSubject>
{
    [Fact]
    public async Task A_repeated_step_is_made_once_and_another_one_at_its_place_is_refused()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        await session.LoadAsync(subject.Calm(10));
        await session.ResetAsync();
        await session.StepAsync(session.Request(0));
        var done = await session.StepAsync(session.Request(1, accel: 0.5));

        Assert.Equal(done, await session.StepAsync(session.Request(1, accel: 0.5)));
        Holds(await RefusedAsync(() => session.StepAsync(session.Request(1, accel: 0.7))), StatusCode.Aborted, Messages.ErrorReason.StepConflict);
        Holds(await RefusedAsync(() => session.StepAsync(session.Request(0))), StatusCode.Aborted, Messages.ErrorReason.StepConflict);
        Holds(await RefusedAsync(() => session.StepAsync(session.Request(7))), StatusCode.InvalidArgument, Messages.ErrorReason.BadTime);
        Assert.Equal(3, (await session.StepAsync(session.Request(2))).World.Step);
        Assert.Equal(3, (await session.ObserveAsync()).Step);
    }

    [Fact]
    public async Task A_malformed_answer_is_refused_and_changes_nothing()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        await session.LoadAsync(subject.Calm(10));
        await session.ResetAsync();
        var infinite = session.Request(0);
        infinite.Answer.Controls.AccelMps2 = double.NaN;

        Holds(await RefusedAsync(() => session.StepAsync(infinite)), StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer);
        Assert.Equal(1, (await session.StepAsync(session.Request(0))).World.Step);
    }

    [Fact]
    public async Task Calls_in_the_wrong_state_are_refused_with_its_name()
    {
        await using var session = new WireSession(subject);
        Holds(await RefusedAsync(() => session.ResetAsync()), StatusCode.NotFound, Messages.ErrorReason.SessionUnknown);
        Holds(await RefusedAsync(() => session.LoadAsync(subject.Calm(3))), StatusCode.NotFound, Messages.ErrorReason.SessionUnknown);

        await session.OpenAsync();
        await RefuseAllAsync(session, "open", reset: true);
        await session.LoadAsync(subject.Calm(3));
        await RefuseAllAsync(session, "loaded", reset: false);
        await session.ResetAsync();
        for (int step = 0; step < 3; step++)
        {
            var reply = await session.StepAsync(session.Request(step));
            Assert.Equal(step == 2, reply.IsOver);
        }

        Holds(await RefusedAsync(() => session.StepAsync(session.Request(3))), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, "ended");
        Holds(await RefusedAsync(() => session.InjectAsync(3)), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, "ended");
        Assert.Equal(3, (await session.ObserveAsync()).Step);
        await session.ResetAsync();
        await session.LoadAsync(subject.Calm(5));
        await RefuseAllAsync(session, "loaded", reset: false);
    }

    [Fact]
    public async Task A_session_is_closed_twice_and_gone()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        await session.CloseAsync();
        await session.CloseAsync();

        Holds(await RefusedAsync(() => session.ObserveAsync()), StatusCode.NotFound, Messages.ErrorReason.SessionUnknown);
    }

    [Fact]
    public async Task A_session_belongs_to_its_owner()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        await session.OpenAsync();

        Holds(await RefusedAsync(() => session.OpenAsync("another's")), StatusCode.PermissionDenied, Messages.ErrorReason.NotOwner);
    }

    [Fact]
    public async Task Damaged_contents_are_refused_and_the_next_one_is_taken()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        var scene = subject.Calm(5);

        Holds(await RefusedAsync(() => session.LoadAsync(scene, h => h.ScenarioSha256 = ByteString.CopyFrom(new byte[32]))), StatusCode.DataLoss, Messages.ErrorReason.DataLoss);
        Holds(await RefusedAsync(() => session.LoadAsync(scene, h => h.ScenarioBytes++)), StatusCode.DataLoss, Messages.ErrorReason.DataLoss);
        Holds(await RefusedAsync(() => session.LoadAsync(scene, h => h.ScenarioBytes--)), StatusCode.DataLoss, Messages.ErrorReason.DataLoss);
        Holds(await RefusedAsync(() => session.LoadAsync(scene, h => h.ScenarioBytes = 600UL << 20)), StatusCode.ResourceExhausted, Messages.ErrorReason.MessageTooBig);
        await session.LoadAsync(scene);
        Assert.Equal(0, (await session.ResetAsync()).World.Step);
    }

    [Fact]
    public async Task What_is_no_scenario_is_refused()
    {
        await using var session = new WireSession(subject);
        await session.OpenAsync();
        byte[] garbage = [.. "{\"name\":"u8];
        var header = new Messages.LoadHeader
        {
            SessionId = session.Id,
            ScenarioFormat = Messages.ScenarioFormat.SimJson,
            ScenarioBytes = (ulong)garbage.Length,
            ScenarioSha256 = ByteString.CopyFrom(System.Security.Cryptography.SHA256.HashData(garbage)),
        };

        Holds(await RefusedAsync(() => session.SendAsync(header, garbage)), StatusCode.InvalidArgument, Messages.ErrorReason.BadScenario);
        Assert.Equal(StatusCode.InvalidArgument, (await RefusedAsync(() => session.LoadAsync(subject.Calm(5) with { EgoId = "nobody" }))).StatusCode);
        var unknown = await RefusedAsync(() => session.LoadAsync(subject.Calm(5), h => h.MapFormat = Messages.MapFormat.NativeName));
        Assert.True(unknown.StatusCode is StatusCode.Unimplemented or StatusCode.InvalidArgument, unknown.Status.Detail);
        await session.LoadAsync(subject.Calm(5));
    }

    [Fact]
    public async Task Signs_of_life_are_answered()
    {
        using var stream = subject.Client.Heartbeat(cancellationToken: Token);
        for (ulong sequence = 1; sequence <= 3; sequence++)
        {
            await stream.RequestStream.WriteAsync(new Messages.Ping { Sequence = sequence }, Token);
            Assert.True(await stream.ResponseStream.MoveNext(Token));
            Assert.Equal(sequence, stream.ResponseStream.Current.Sequence);
        }

        await stream.RequestStream.CompleteAsync();
    }

    private static async Task RefuseAllAsync(WireSession session, string state, bool reset)
    {
        Holds(await RefusedAsync(() => session.StepAsync(session.Request(0))), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, state);
        Holds(await RefusedAsync(() => session.ObserveAsync()), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, state);
        Holds(await RefusedAsync(() => session.InjectAsync(0)), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, state);
        if (reset)
        {
            Holds(await RefusedAsync(() => session.ResetAsync()), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, state);
        }
    }
}
