namespace Sim.Plugins.Sdk;

/// <summary>
/// What a module has besides its contract that stands for one in another process or on another machine: it is asked who it is before a run begins, so
/// that one that is not there costs seconds and not thousands of cases. Thread-safe.
/// </summary>
public interface IRemoteModule : IHoldsPeers
{
    /// <summary>How a run names it: the address or the command as the user wrote it.</summary>
    /// <param name="options">The options beside its name.</param>
    string Shown(Setting options);

    /// <summary>Starts it or connects to it and asks who it is. Later calls give the same answer without asking.</summary>
    /// <param name="options">The options beside its name.</param>
    /// <param name="files">Where files may be read that the options name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Name, version, contract and promise, for the run's identity.</returns>
    /// <exception cref="InputException">Options are wrong.</exception>
    /// <exception cref="ModuleFailedException">It cannot be reached or does not fit; says what to check.</exception>
    string Greet(Setting options, FileRoots files, CancellationToken cancellationToken);

    /// <summary>How many cases it takes at the same time, once it was greeted; null for any number.</summary>
    /// <param name="options">The options beside its name.</param>
    int? Places(Setting options) => null;

    /// <summary>The files that the options name and that decide what it does, for input hashes: key → absolute path.</summary>
    /// <param name="options">The options beside its name.</param>
    /// <param name="files">Where files may be read.</param>
    /// <exception cref="InputException">A file is absent or outside.</exception>
    IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) => Ordered.Empty;
}
