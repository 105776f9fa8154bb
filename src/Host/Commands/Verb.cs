using System.CommandLine;

namespace Sim.Host.Commands;

/// <summary>A verb of <c>sim</c>: its switches, its examples, what it does.</summary>
internal abstract class Verb : Command
{
    /// <summary>Makes a verb.</summary>
    /// <param name="name">The word.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="examples">Command lines for --help.</param>
    protected Verb(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description) => Examples = examples;

    /// <summary>Command lines for --help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Runs the verb.</summary>
    /// <returns>An exit code.</returns>
    /// <exception cref="InputException">Usage or configuration.</exception>
    public abstract int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken);

    /// <summary>Adds an option to this verb.</summary>
    protected Option<T> Option<T>(string name, string description, string? valueName = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = valueName, AllowMultipleArgumentsPerToken = false };
        Options.Add(option);
        return option;
    }

    /// <summary>Adds an argument to this verb.</summary>
    protected Argument<T> Argument<T>(string name, string description, ArgumentArity arity)
    {
        var argument = new Argument<T>(name) { Description = description, Arity = arity };
        Arguments.Add(argument);
        return argument;
    }
}
