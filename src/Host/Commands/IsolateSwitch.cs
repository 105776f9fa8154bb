using System.CommandLine;
using Sim.Host.Workers;

namespace Sim.Host.Commands;

/// <summary>The switch that says which plugins run in processes of their own.</summary>
internal sealed class IsolateSwitch
{
    private readonly Option<string?> _isolate = new("--isolate")
    {
        Description = $"Plugins that run in processes of their own, besides those whose plugin.yaml says so: ids joined by commas, all, or none; default {IsolationChoice.Variable}.",
        HelpName = "ID|all|none",
    };

    /// <summary>Adds it to a verb.</summary>
    public IsolateSwitch(Command verb) => verb.Options.Add(_isolate);

    /// <summary>What it says, or the environment.</summary>
    public IsolationChoice Choice(ParseResult parsed, CliContext context) => IsolationChoice.Parse(parsed.GetValue(_isolate) ?? context.Environment(IsolationChoice.Variable));

    /// <summary>The context with it.</summary>
    public CliContext Apply(ParseResult parsed, CliContext context) =>
        parsed.GetValue(_isolate) is { } text && context.ModulesIsolated is { } load ? context with { Modules = () => load(IsolationChoice.Parse(text)) } : context;
}
