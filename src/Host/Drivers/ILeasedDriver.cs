using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A driver in another process: it is greeted before a run and leased for the length of a case. Thread-safe.</summary>
internal interface ILeasedDriver : IDriver
{
    /// <summary>How run.json names it: the address or the command as written.</summary>
    /// <param name="options">The map that names it.</param>
    string Shown(Setting options);

    /// <summary>Starts it or connects to it, and asks who it is. Later calls give the same answer without asking.</summary>
    /// <param name="options">The map that names it.</param>
    /// <param name="files">The suite's folders.</param>
    /// <param name="context">For whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Options are wrong.</exception>
    /// <exception cref="PeerException">It cannot be reached or does not fit; says what to check.</exception>
    PeerHello Greet(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken);

    /// <summary>Holds it for one case. Waits while all instances are taken.</summary>
    /// <param name="options">The map that names it.</param>
    /// <param name="files">The suite's folders.</param>
    /// <param name="context">For whom.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InputException">Options are wrong.</exception>
    IDriverLease Lease(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken);

    /// <summary>How many cases it takes at the same time, once it was greeted; null for any number.</summary>
    /// <param name="options">The map that names it.</param>
    int? Places(Setting options);
}
