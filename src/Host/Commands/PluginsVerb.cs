using System.CommandLine;

namespace Sim.Host.Commands;

/// <summary><c>sim plugins</c>: what is installed, and whether it works.</summary>
internal sealed class PluginsVerb : Verb
{
    /// <summary>Makes the verb.</summary>
    public PluginsVerb()
        : base("plugins", "Lists modules and checks plugins.", "sim plugins list", "sim plugins check ./my-plugin")
    {
        Subcommands.Add(new PluginsListVerb());
        Subcommands.Add(new PluginsCheckVerb());
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken) =>
        throw new InputException("say what to do with the plugins: sim plugins list, sim plugins check [FOLDER…]");
}
