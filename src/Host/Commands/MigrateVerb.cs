using System.CommandLine;
using System.Text;
using Sim.Formats.Yaml;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim migrate</c>: brings suites to the newest schema.</summary>
internal sealed class MigrateVerb : Verb
{
    private readonly Argument<string[]> _files;
    private readonly Option<bool> _check;
    private readonly Option<string[]> _root;

    /// <summary>Makes the verb.</summary>
    public MigrateVerb()
        : base("migrate", "Rewrites suites in the newest schema, comments kept.", "sim migrate suite.yaml", "sim migrate suites/*.yaml --check")
    {
        _files = Argument<string[]>("FILE", "Suites.", ArgumentArity.OneOrMore);
        _check = Option<bool>("--check", "Changes nothing; exit 1 when a suite would change.");
        _root = Option<string[]>("--root", "Folder below which suites may read, besides their own; repeatable.", "FOLDER");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        bool stale = false;
        foreach (string file in parsed.GetValue(_files)!)
        {
            string path = context.Full(file);
            string text = File.Exists(path) ? File.ReadAllText(path) : throw new InputException("no such file", file);
            string migrated = SuiteMigrate.Run(text, file, Path.GetDirectoryName(path)!, context.Yaml(parsed.GetValue(_root) ?? []));
            bool changed = migrated != text;
            stale |= changed;
            if (changed && !parsed.GetValue(_check))
            {
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(migrated));
            }

            context.Error.WriteLine($"{file}: {(!changed ? $"is in schema {SuiteFile.Schema}" : parsed.GetValue(_check) ? "needs migration" : $"migrated to schema {SuiteFile.Schema}")}");
        }

        return stale && parsed.GetValue(_check) ? ExitCode.Failed : ExitCode.Passed;
    }
}
