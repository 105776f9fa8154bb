using System.CommandLine;

namespace Sim.Host.Commands;

/// <summary><c>sim baseline</c>: the results that people accepted.</summary>
internal sealed class BaselineVerb : Verb
{
    /// <summary>Makes the verb.</summary>
    public BaselineVerb()
        : base("baseline", "Keeps accepted results in a small text file that git merges.", "sim baseline accept runs/smoke --file baseline.txt --reason \"first accepted results\"") =>
        Subcommands.Add(new BaselineAcceptVerb());

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken) =>
        throw new InputException("say what to do with the accepted results: sim baseline accept RUN --file FILE --reason TEXT");
}
