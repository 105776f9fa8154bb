using System.CommandLine;
using Sim.Formats.Yaml;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim schema</c>: the JSON Schema of suites, for editors.</summary>
internal sealed class SchemaVerb : Verb
{
    private readonly Option<string?> _out;

    /// <summary>Makes the verb.</summary>
    public SchemaVerb()
        : base("schema", "Writes the JSON Schema of suites, for completion and checks in editors.", "sim schema > suite.schema.json", "sim schema --out suite.schema.json") =>
        _out = Option<string?>("--out", "File instead of standard output.", "FILE");

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string schema = SuiteSchema.Json();
        if (parsed.GetValue(_out) is { } file)
        {
            AtomicFile.Write(context.Full(file), System.Text.Encoding.UTF8.GetBytes(schema));
        }
        else
        {
            context.Out.Write(schema);
        }

        return ExitCode.Passed;
    }
}
