using System.CommandLine;
using Sim.Host.Ci;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary>The switches that say which reports are written, and who shows them.</summary>
internal sealed class ReportSwitches
{
    private readonly Option<string[]> _write = new("--write")
    {
        Description = "Report writers beside the usual ones, or options of one: NAME, NAME,NAME or 'NAME: { key: value }'; repeatable (sim plugins list).",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _ci = new("--ci") { Description = "Shows the end where this CI server shows it; auto (default) recognises it.", HelpName = "auto|github|gitlab|jenkins|none" };

    /// <summary>Adds them to a verb.</summary>
    public ReportSwitches(Command verb)
    {
        verb.Options.Add(_write);
        verb.Options.Add(_ci);
    }

    /// <summary>Who shows the end.</summary>
    /// <exception cref="InputException">Not one of the words.</exception>
    public CiServer Server(ParseResult parsed, CliContext context) => CiServers.Parse(parsed.GetValue(_ci), context.Environment);

    /// <summary>The writers, in ordinal order of their names: the usual ones, and those asked for.</summary>
    /// <exception cref="InputException">Nobody has a name, or options are wrong.</exception>
    public IReadOnlyList<IReportWriter> Writers(ParseResult parsed, CliContext context, ModuleCatalog modules)
    {
        var asked = ModuleSwitch.Read(parsed.GetValue(_write) ?? [], "--write", context.Yaml([])).ToDictionary(u => u.Name, u => modules.Get<IReportWriter>(u.Name).Configured(u.Options), StringComparer.Ordinal);
        return [.. modules.All<IReportWriter>().Where(w => !w.OnRequest || asked.ContainsKey(w.Name)).Select(w => asked.GetValueOrDefault(w.Name, w))];
    }
}
