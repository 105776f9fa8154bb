namespace Sim.Rpc.Services;

/// <summary>Calls of a simulator that belong to a session.</summary>
public enum SimulatorCall
{
    /// <summary>OpenSession.</summary>
    OpenSession,
    /// <summary>Load.</summary>
    Load,
    /// <summary>Reset.</summary>
    Reset,
    /// <summary>Step or a request on the stream Run. A repeated request for the last step is answered before the table is asked.</summary>
    Step,
    /// <summary>Observe.</summary>
    Observe,
    /// <summary>Inject.</summary>
    Inject,
    /// <summary>CloseSession.</summary>
    CloseSession,
}
