namespace Sim.Plugins.Sdk;

/// <summary>The system under test. Thread-safe: sessions are independent.</summary>
public interface IDriver : IModule
{
    /// <summary>Who it is and what it promises.</summary>
    DriverInfo Info { get; }

    /// <summary>Begins one case.</summary>
    /// <param name="task">What it is told; keeps no reference to session-owned memory.</param>
    /// <param name="options">The map beside <c>use:</c>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InputException">Options are wrong, or this driver cannot do this task; says why.</exception>
    IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken);

    /// <summary>The files that the options name, for input hashes: key → absolute path. Empty when none.</summary>
    /// <param name="options">The map beside <c>use:</c>.</param>
    /// <param name="files">Where they may be read; the same as <see cref="DriverTask.Files"/>.</param>
    /// <exception cref="InputException">A file is absent or outside.</exception>
    IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) => Ordered.Empty;
}
