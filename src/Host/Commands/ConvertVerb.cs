using System.CommandLine;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim convert</c>: from one format to another.</summary>
internal sealed class ConvertVerb : Verb
{
    private readonly Argument<string> _in;
    private readonly Argument<string> _out;
    private readonly Option<bool> _force;
    private readonly Option<string[]> _root;

    /// <summary>Makes the verb.</summary>
    public ConvertVerb()
        : base("convert", "Reads a file of one format and writes another; the endings say which.", "sim convert log.xml log.mcap", "sim convert town.xodr town.json", "sim convert xosc/cut-in.xosc cut-in.yaml --root .")
    {
        _in = Argument<string>("IN", "File to read.", ArgumentArity.ExactlyOne);
        _out = Argument<string>("OUT", "File to write.", ArgumentArity.ExactlyOne);
        _force = Option<bool>("--force", "Overwrites OUT.");
        _root = Option<string[]>("--root", "Folder below which files that IN names may be read, besides its own; repeatable.", "FOLDER");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string source = parsed.GetValue(_in)!, target = parsed.GetValue(_out)!;
        var modules = context.Modules().Catalog;
        var writer = FormatFiles.Claiming(target, modules, writing: true)[0];
        if (File.Exists(context.Full(target)) && !parsed.GetValue(_force))
        {
            throw new InputException("the file exists; choose another name or say --force", target);
        }

        var content = FormatFiles.Read(context.Full(source), source, modules, cancellationToken, FormatFiles.Roots(context, source, parsed.GetValue(_root) ?? []));
        using var buffer = new MemoryStream();
        writer.Write(content, buffer, cancellationToken);
        AtomicFile.Write(context.Full(target), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        context.Error.WriteLine($"{target}: {buffer.Length} bytes as {writer.Name}");
        return ExitCode.Passed;
    }
}
