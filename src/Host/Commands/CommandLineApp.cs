using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Sim.Host.Ci;
using Sim.Host.Drivers;
using Sim.Host.Running;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary>The command line: parses, runs the verb, turns errors into messages and exit codes.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs one command line.</summary>
    public static int Run(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        var loaded = new List<LoadedModules>();
        if (CiServers.Detect(context.Environment) != CiServer.None)
        {
            context = context with { Commands = context.Error, Error = new CommandGuard(context.Error) };
        }

        context = Noting(context, loaded);
        var root = Build(context, cancellationToken);
        try
        {
            bool foreign = arguments.Count > 0 && !arguments[0].StartsWith('-') && root.Subcommands.All(c => c.Name != arguments[0]);
            if (foreign && PluginVerb.TryRun(arguments, context, cancellationToken) is { } code)
            {
                return code;
            }

            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0 || UnknownSwitch(parsed) is not null)
            {
                return Misused(parsed, root, context);
            }

            return parsed.Invoke(new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (InputException e)
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is PeerException or ModuleFailedException)
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {e.Message}");
            return ExitCode.Infrastructure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Error.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            context.Error.WriteLine($"{context.Style.Red("internal error:")} {Reasons.Of(e)}");
            if (context.Environment("SIM_DEBUG") is { Length: > 0 })
            {
                context.Error.WriteLine(e);
            }

            return ExitCode.Infrastructure;
        }
        finally
        {
            foreach (var modules in loaded)
            {
                modules.Catalog.ReleasePeers();
                modules.Dispose();
            }
        }
    }

    /// <summary>The words that are understood.</summary>
    internal static RootCommand Build(CliContext context, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Tests automated driving: runs suites of scenarios, assesses what happened, reports.");
        foreach (var verb in Verbs.All())
        {
            Wire(verb, context, cancellationToken);
            root.Subcommands.Add(verb);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        return root;
    }

    private static CliContext Noting(CliContext context, List<LoadedModules> loaded)
    {
        LoadedModules Note(LoadedModules modules)
        {
            loaded.Add(modules);
            return modules;
        }

        var (load, isolated) = (context.Modules, context.ModulesIsolated);
        return context with { Modules = () => Note(load()), ModulesIsolated = isolated is null ? null : choice => Note(isolated(choice)) };
    }

    private static void Wire(Command command, CliContext context, CancellationToken cancellationToken)
    {
        if (command is Verb verb)
        {
            command.SetAction(parsed => verb.Run(parsed, context, cancellationToken));
        }

        foreach (var child in command.Subcommands)
        {
            Wire(child, context, cancellationToken);
        }
    }

    private static int Misused(ParseResult parsed, RootCommand root, CliContext context)
    {
        var command = parsed.CommandResult.Command;
        string? unknown = UnknownSwitch(parsed) ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);
        if (command.Subcommands.Count > 0 && unknown is not null && !unknown.StartsWith('-'))
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} unknown verb '{unknown}'; {Nearest.Hint(unknown, command.Subcommands.Select(c => c.Name).Concat(PluginVerbs(command, context)))} (sim --help)");
            return ExitCode.Usage;
        }

        if (unknown is not null && unknown.StartsWith('-'))
        {
            string name = unknown.Split('=', ':')[0];
            context.Error.WriteLine($"{context.Style.Red("error:")} unknown switch '{name}'; {Nearest.Hint(name, Switches(command, root))}");
            return ExitCode.Usage;
        }

        foreach (ParseError error in parsed.Errors)
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {error.Message}");
        }

        context.Error.WriteLine($"sim {(command is RootCommand ? "" : command.Name + " ")}--help shows what is expected");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> PluginVerbs(Command command, CliContext context) =>
        command is RootCommand ? context.Modules().Catalog.All<ICommand>().Select(c => c.Name) : [];

    // A misspelt switch would otherwise be taken for one more file.
    private static string? UnknownSwitch(ParseResult parsed) => parsed.Tokens
        .TakeWhile(t => t.Type != TokenType.DoubleDash)
        .FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))?.Value;

    private static IEnumerable<string> Switches(Command command, RootCommand root) =>
        command.Options.Concat(root.Options.Where(o => o.Recursive)).Select(o => o.Name);
}
