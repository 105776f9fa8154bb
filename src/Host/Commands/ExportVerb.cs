using System.CommandLine;
using Sim.Host.Store;
using Sim.Reports.Exports;

namespace Sim.Host.Commands;

/// <summary><c>sim export</c>: one case for other programs and for people.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _case;
    private readonly Option<string?> _run;
    private readonly Option<string?> _out;
    private readonly Option<string?> _as;

    /// <summary>Makes the verb.</summary>
    public ExportVerb()
        : base(
            "export",
            "Writes one case of a run folder for other programs: an MCAP file with the assessment for Foxglove, an animated glTF replay, the key moments as SVG and PNG. Files of an earlier export are replaced.",
            "sim export runs/smoke/cases/cut-in-1a2b3c4d5e6f",
            "sim export cut-in-1a2b3c4d5e6f --run runs/smoke --as png,gltf --out pictures")
    {
        _case = Argument<string>("CASE", "Case id, or the case's folder.", ArgumentArity.ExactlyOne);
        _run = Option<string?>("--run", "Run folder; not needed when CASE is a folder.", "FOLDER");
        _out = Option<string?>("--out", "Folder to write into, default CASE-exports in the working folder.", "FOLDER");
        _as = Option<string?>("--as", "Forms, separated by commas: mcap, gltf, svg, png. Default all.", "FORMS");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var named = NamedCase.Of(parsed.GetValue(_case)!, parsed.GetValue(_run), context);
        var kinds = Kinds(parsed.GetValue(_as));
        var folder = new RunFolder(named.Run, context.Codec);
        string file = Path.Combine(folder.CaseFolder(named.Id), CaseFiles.Assessment);
        var result = File.Exists(file)
            ? JsonFile.Read(file, SimJson.Default.CaseResult, "result of a case")
            : throw new InputException($"there is no case '{named.Id}' in this run folder", named.Run);
        if (result.Assessments.Select(a => a.Fault()).FirstOrDefault(f => f is not null) is { } fault)
        {
            throw new InputException(fault, file);
        }

        var recording = folder.Recording(named.Id)
            ?? throw new InputException($"the recording of '{named.Id}' was not kept; run the case again with --keep all", named.Run);
        string target = context.Full(parsed.GetValue(_out) ?? named.Id + "-exports");
        foreach (string kind in kinds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] bytes = CaseExports.Write(kind, result, recording);
            AtomicFile.Write(Path.Combine(target, CaseExports.FileOf(kind)), bytes);
            context.Error.WriteLine($"{Path.Combine(target, CaseExports.FileOf(kind))}: {bytes.Length} bytes");
        }

        return ExitCode.Passed;
    }

    private static IReadOnlyList<string> Kinds(string? named)
    {
        if (named is null)
        {
            return CaseExports.Kinds;
        }

        var kinds = named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (kinds.FirstOrDefault(k => !CaseExports.Kinds.Contains(k)) is { } unknown)
        {
            throw new InputException($"--as: unknown form '{unknown}'; known are {string.Join(", ", CaseExports.Kinds)}");
        }

        return kinds.Length > 0 ? [.. CaseExports.Kinds.Where(kinds.Contains)] : throw new InputException($"--as names no form; known are {string.Join(", ", CaseExports.Kinds)}");
    }
}
