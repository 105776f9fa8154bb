using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary>Verbs that plugins add. Plugins are loaded only when the word is none of ours, so our own verbs start fast.</summary>
internal static class PluginVerb
{
    /// <summary>Runs the plugin verb that the words begin with; null when no plugin has it.</summary>
    public static int? TryRun(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken) =>
        context.Modules().Catalog.Find<ICommand>(arguments[0])?.Run([.. arguments.Skip(1)], new Console(context), cancellationToken);

    private sealed class Console(CliContext context) : ICommandConsole
    {
        public TextWriter Out => context.Out;

        public TextWriter Error => context.Error;

        public bool IsTerminal => context.Style.Terminal;

        public string WorkingFolder => context.WorkingFolder;
    }
}
