using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>Which call a session with a simulator allows in which state, and where it leads: one table for both ends. Thread-safe.</summary>
public static class SimulatorStates
{
    // A row for each state, a column for each call, in the order of the enums; null is refused. A Step that ends the scenario leads to Ended.
    private static readonly SimulatorState?[][] Table =
    [
        //             OpenSession            Load                    Reset                    Step                     Observe                  Inject                   CloseSession
        /* Closed  */ [SimulatorState.Open,   null,                   null,                    null,                    null,                    null,                    SimulatorState.Closed],
        /* Open    */ [SimulatorState.Open,   SimulatorState.Loaded,  null,                    null,                    null,                    null,                    SimulatorState.Closed],
        /* Loaded  */ [SimulatorState.Loaded, SimulatorState.Loaded,  SimulatorState.Running,  null,                    null,                    null,                    SimulatorState.Closed],
        /* Running */ [SimulatorState.Running, SimulatorState.Loaded, SimulatorState.Running,  SimulatorState.Running,  SimulatorState.Running,  SimulatorState.Running,  SimulatorState.Closed],
        /* Ended   */ [SimulatorState.Ended,  SimulatorState.Loaded,  SimulatorState.Running,  null,                    SimulatorState.Ended,    null,                    SimulatorState.Closed],
        /* Faulted */ [null,                  null,                   null,                    null,                    SimulatorState.Faulted,  null,                    SimulatorState.Closed],
    ];

    /// <summary>The state after a call that succeeds; null when the state does not allow it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="call">The call.</param>
    /// <param name="isOver">True when a Step ended the scenario.</param>
    public static SimulatorState? After(SimulatorState state, SimulatorCall call, bool isOver = false) =>
        Table[(int)state][(int)call] is { } next ? call == SimulatorCall.Step && isOver ? SimulatorState.Ended : next : null;

    /// <summary>The word of a state on the wire ("running").</summary>
    public static string Word(SimulatorState state) => SettingReader.WordOf(state.ToString());

    /// <summary>The refusal of a call: names the state.</summary>
    public static RpcException Refusal(SimulatorState state, SimulatorCall call) => state == SimulatorState.Closed
        ? ContractErrors.SessionUnknown()
        : ContractErrors.Of(StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, $"{call} is not allowed while the session is {Word(state)}", Word(state));
}
