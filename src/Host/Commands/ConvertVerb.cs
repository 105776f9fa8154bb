using System.CommandLine;
using Sim.Host.BuiltIn;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim convert</c>: from one format to another.</summary>
internal sealed class ConvertVerb : Verb
{
    private const int MaxLosses = 20;
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
        if (writer is IFolderFormat folder)
        {
            return Several(folder, content, target, parsed.GetValue(_force), context, cancellationToken);
        }

        using var buffer = new MemoryStream();
        writer.Write(content, buffer, cancellationToken);
        AtomicFile.Write(context.Full(target), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        context.Error.WriteLine($"{target}: {buffer.Length} bytes as {writer.Name}");
        return ExitCode.Passed;
    }

    private static int Several(IFolderFormat writer, FormatContent content, string target, bool force, CliContext context, CancellationToken cancellationToken)
    {
        var (file, beside, losses) = writer.Write(content, Path.GetFileNameWithoutExtension(target), cancellationToken);
        string folder = Path.GetDirectoryName(target) ?? "";
        var all = beside.Select(b => (Path: Path.Combine(folder, b.Name), b.Bytes)).Append((Path: target, Bytes: file)).ToList();
        foreach (var (path, _) in all)
        {
            if (File.Exists(context.Full(path)) && !force)
            {
                throw new InputException("the file exists; choose another name or say --force", path);
            }
        }

        foreach (var (path, bytes) in all)
        {
            AtomicFile.Write(context.Full(path), bytes);
            context.Error.WriteLine($"{path}: {bytes.Length} bytes as {(path == target ? writer.Name : "part of it")}");
        }

        foreach (string loss in losses.Take(MaxLosses))
        {
            context.Error.WriteLine($"{context.Style.Yellow("not in the file:")} {loss}");
        }

        if (losses.Count > MaxLosses)
        {
            context.Error.WriteLine($"and {losses.Count - MaxLosses} more that are not in the file");
        }

        return ExitCode.Passed;
    }
}
