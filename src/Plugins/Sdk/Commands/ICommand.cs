namespace Sim.Plugins.Sdk;

/// <summary>A verb that a plugin adds to <c>sim</c>.</summary>
public interface ICommand : IModule
{
    /// <summary>Runs the verb.</summary>
    /// <param name="arguments">Words after the verb.</param>
    /// <param name="console">Where to write.</param>
    /// <param name="cancellationToken">Cancelled on Ctrl+C.</param>
    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken);
}
