using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim plugins check</c>: loads plugins, says what is wrong with them, and whether they can be unloaded again.</summary>
internal sealed class PluginsCheckVerb : Verb
{
    private readonly Argument<string[]> _folders;
    private readonly Option<bool> _json;
    private readonly IsolateSwitch _isolate;

    /// <summary>Makes the verb.</summary>
    public PluginsCheckVerb()
        : base("check", "Loads plugins and says what is wrong with them.", "sim plugins check", "sim plugins check ./my-plugin/bin/Release/net10.0")
    {
        _folders = Argument<string[]>("FOLDER", "Plugin folders (with plugin.yaml); default all that are installed.", ArgumentArity.ZeroOrMore);
        _json = Option<bool>("--json", "Writes the findings for programs on standard output.");
        _isolate = new IsolateSwitch(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var folders = (parsed.GetValue(_folders) ?? []).Select(context.Full).ToList();
        if (folders.FirstOrDefault(f => !File.Exists(Path.Combine(f, PluginManifest.FileName))) is { } without)
        {
            throw new InputException($"no {PluginManifest.FileName} in '{without}'; name the folder that holds it");
        }

        using var isolated = new IsolatedPlugins(_isolate.Choice(parsed, context));
        var entries = Load(folders, _isolate.Apply(parsed, context), isolated);
        var sticky = PluginLoader.Unload(entries);
        IReadOnlyList<CheckedPlugin> plugins =
        [
            .. entries.Select(e => new CheckedPlugin(
                e.Id,
                e.Manifest?.Version ?? "",
                e.State,
                e.Isolation,
                e.State == PluginState.Loaded && e.Isolation == PluginIsolation.None ? !sticky.Contains(e.Id) : null,
                [.. e.Modules.Select(m => $"{m.Contract} {m.Name}")],
                e.Reason)),
        ];
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(plugins, OutputJson.Default.IReadOnlyListCheckedPlugin));
        }
        else
        {
            Show(plugins, context.Out);
        }

        return plugins.All(p => p.State == PluginState.Loaded) ? ExitCode.Passed : ExitCode.Infrastructure;
    }

    // The catalog must be gone before the plugins are unloaded, so it lives only here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<PluginEntry> Load(List<string> folders, CliContext context, IsolatedPlugins isolated)
    {
        if (folders.Count == 0)
        {
            return context.Modules().Plugins;
        }

        var catalog = new ModuleCatalog();
        BuiltInModules.Register(catalog);
        var entries = new List<PluginEntry>();
        foreach (string folder in folders)
        {
            entries.Add(PluginLoader.Load(folder, catalog, entries, isolated));
        }

        return entries;
    }

    private static void Show(IReadOnlyList<CheckedPlugin> plugins, TextWriter output)
    {
        if (plugins.Count == 0)
        {
            output.WriteLine("no plugins are installed");
            return;
        }

        var table = new TextTable("plugin", "version", "state", "modules", "remark");
        foreach (var plugin in plugins)
        {
            string state = JsonNamingPolicy.SnakeCaseLower.ConvertName(plugin.State.ToString()).Replace('_', ' ') + (plugin.Isolation == PluginIsolation.Process ? " (process)" : "");
            string remark = plugin.Unloads == false ? "stays in memory after unloading: a thread, a static event or a cache holds it" : plugin.Reason;
            table.Add(plugin.Id, plugin.Version, state, string.Join(", ", plugin.Modules), remark);
        }

        table.Write(output);
    }
}
