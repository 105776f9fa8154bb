using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A connection to a driver service. Thread-safe.</summary>
internal interface IDriverLink : IDisposable
{
    /// <summary>Asks who it is.</summary>
    /// <param name="deadline">How long the answer may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LinkException">No answer, or it does not fit.</exception>
    PeerHello Greet(TimeSpan deadline, CancellationToken cancellationToken);

    /// <summary>Begins a case.</summary>
    /// <param name="task">What it is told.</param>
    /// <param name="options">Deadlines and the driver's own options.</param>
    /// <param name="caseId">The case, for its logs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DriverFailedException">It failed; says how.</exception>
    IDriverSession Start(DriverTask task, PeerOptions options, string caseId, CancellationToken cancellationToken);
}
