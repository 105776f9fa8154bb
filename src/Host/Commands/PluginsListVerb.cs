using System.CommandLine;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim plugins list</c>: every module by contract, and where it comes from.</summary>
internal sealed class PluginsListVerb : Verb
{
    private readonly Option<bool> _json;
    private readonly IsolateSwitch _isolate;

    /// <summary>Makes the verb.</summary>
    public PluginsListVerb()
        : base("list", "Lists every module by contract, with its plugin.", "sim plugins list", "sim plugins list --json")
    {
        _json = Option<bool>("--json", "Writes the list for programs on standard output.");
        _isolate = new IsolateSwitch(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var modules = _isolate.Apply(parsed, context).Modules();
        var owners = modules.Plugins.SelectMany(p => p.Modules.Select(m => (Key: (m.Contract, m.Name), Plugin: p))).ToDictionary(o => o.Key, o => o.Plugin);
        IReadOnlyList<ListedModule> listed =
        [
            .. modules.Catalog.Describe().Select(m => owners.TryGetValue((m.Contract, m.Name), out var owner)
                ? new ListedModule(m.Contract, m.Name, owner.Id, owner.Isolation, m.Description)
                : new ListedModule(m.Contract, m.Name, "built in", PluginIsolation.None, m.Description)),
        ];
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(listed, OutputJson.Default.IReadOnlyListListedModule));
        }
        else
        {
            var table = new TextTable("contract", "name", "from", "what it does");
            foreach (var module in listed)
            {
                table.Add(module.Contract, module.Name, module.Isolation == PluginIsolation.Process ? module.From + " (process)" : module.From, module.Description);
            }

            table.Write(context.Out);
        }

        foreach (var plugin in modules.Plugins.Where(p => p.State != PluginState.Loaded))
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} plugin '{plugin.Id}' is not loaded: {plugin.Reason}");
        }

        return ExitCode.Passed;
    }
}
