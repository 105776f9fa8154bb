namespace Sim.Plugins.Sdk;

/// <summary>
/// Reference figures that a module carries along, for <c>sim selftest</c>: computes on the user's machine what its makers recorded or calculated. Needs no
/// file outside its assembly, no network, no key, no accelerator; takes well under a second; gives the same checks on every machine.
/// </summary>
public interface ISelfTest : IModule
{
    /// <summary>Computes everything anew and says what came out. Whether a check holds is judged by the caller (<see cref="SelfCheck.Holds"/>).</summary>
    /// <param name="cancellationToken">Cancelled on Ctrl+C and at the time limit.</param>
    /// <returns>At least one check; names are unique. Whatever throws is reported as a check that could not run.</returns>
    IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken);
}
