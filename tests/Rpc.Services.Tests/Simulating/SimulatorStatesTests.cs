using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

public class SimulatorStatesTests
{
    // Written down a second time, call by call, from the text of simulator.proto.
    private static readonly Dictionary<(SimulatorState, SimulatorCall), SimulatorState> Allowed = new()
    {
        [(SimulatorState.Closed, SimulatorCall.OpenSession)] = SimulatorState.Open,
        [(SimulatorState.Closed, SimulatorCall.CloseSession)] = SimulatorState.Closed,
        [(SimulatorState.Open, SimulatorCall.OpenSession)] = SimulatorState.Open,
        [(SimulatorState.Open, SimulatorCall.Load)] = SimulatorState.Loaded,
        [(SimulatorState.Open, SimulatorCall.CloseSession)] = SimulatorState.Closed,
        [(SimulatorState.Loaded, SimulatorCall.OpenSession)] = SimulatorState.Loaded,
        [(SimulatorState.Loaded, SimulatorCall.Load)] = SimulatorState.Loaded,
        [(SimulatorState.Loaded, SimulatorCall.Reset)] = SimulatorState.Running,
        [(SimulatorState.Loaded, SimulatorCall.CloseSession)] = SimulatorState.Closed,
        [(SimulatorState.Running, SimulatorCall.OpenSession)] = SimulatorState.Running,
        [(SimulatorState.Running, SimulatorCall.Load)] = SimulatorState.Loaded,
        [(SimulatorState.Running, SimulatorCall.Reset)] = SimulatorState.Running,
        [(SimulatorState.Running, SimulatorCall.Step)] = SimulatorState.Running,
        [(SimulatorState.Running, SimulatorCall.Observe)] = SimulatorState.Running,
        [(SimulatorState.Running, SimulatorCall.Inject)] = SimulatorState.Running,
        [(SimulatorState.Running, SimulatorCall.CloseSession)] = SimulatorState.Closed,
        [(SimulatorState.Ended, SimulatorCall.OpenSession)] = SimulatorState.Ended,
        [(SimulatorState.Ended, SimulatorCall.Load)] = SimulatorState.Loaded,
        [(SimulatorState.Ended, SimulatorCall.Reset)] = SimulatorState.Running,
        [(SimulatorState.Ended, SimulatorCall.Observe)] = SimulatorState.Ended,
        [(SimulatorState.Ended, SimulatorCall.CloseSession)] = SimulatorState.Closed,
        [(SimulatorState.Faulted, SimulatorCall.Observe)] = SimulatorState.Faulted,
        [(SimulatorState.Faulted, SimulatorCall.CloseSession)] = SimulatorState.Closed,
    };

    public static TheoryData<SimulatorState, SimulatorCall> All =>
        new(from state in Enum.GetValues<SimulatorState>() from call in Enum.GetValues<SimulatorCall>() select (state, call));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_call_is_allowed_or_refused_in_every_state(SimulatorState state, SimulatorCall call)
    {
        Assert.Equal(Allowed.TryGetValue((state, call), out var next) ? next : null, SimulatorStates.After(state, call));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_refusal_names_the_state(SimulatorState state, SimulatorCall call)
    {
        var error = SimulatorStates.Refusal(state, call);
        var detail = Messages.ErrorDetail.Parser.ParseFrom(error.Trailers.GetValueBytes("sim-error-bin"));
        Assert.Equal(
            state == SimulatorState.Closed ? (StatusCode.NotFound, Messages.ErrorReason.SessionUnknown, "") : (StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, SimulatorStates.Word(state)),
            (error.StatusCode, detail.Reason, detail.State));
        Assert.Contains(detail.State, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_ends_the_scenario_leads_to_the_end() =>
        Assert.Equal(SimulatorState.Ended, SimulatorStates.After(SimulatorState.Running, SimulatorCall.Step, isOver: true));

    [Fact]
    public void Every_state_can_be_left_for_good() =>
        Assert.All(Enum.GetValues<SimulatorState>(), state => Assert.Equal(SimulatorState.Closed, SimulatorStates.After(state, SimulatorCall.CloseSession)));
}
