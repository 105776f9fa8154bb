using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Verb "greet": echoes its words and exits 1.</summary>
internal sealed class FakeCommand : ICommand
{
    public string Name => "greet";

    public string Description => "Echoes.";

    public int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        console.Out.Write(string.Join(' ', arguments));
        return ExitCode.Failed;
    }
}
