using System.CommandLine;
using System.Text.Json;
using Sim.Host.Evidence;
using Sim.Host.Output;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim verify</c>: is a run folder as it was written?</summary>
internal sealed class VerifyVerb : Verb
{
    private const int MaxShown = 50;
    private readonly Argument<string> _run;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public VerifyVerb()
        : base(
            "verify",
            "Holds every file of a run folder against its manifest, its store and its sign-offs. Exit 1 when anything was changed, added or removed.",
            "sim verify runs/smoke",
            "sim verify runs/smoke --json")
    {
        _run = Argument<string>("RUN", "Run folder.", ArgumentArity.ExactlyOne);
        _json = Option<bool>("--json", "Writes the findings for programs on standard output.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(context.Full(parsed.GetValue(_run)!), context.Codec);
        var findings = RunVerifier.Verify(folder, cancellationToken);
        var signed = SignOffs.Read(folder);
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize([.. findings], OutputJson.Default.VerifyFindingArray));
        }

        if (findings.Count > 0)
        {
            var table = new TextTable("file", "", "");
            foreach (var finding in findings.Take(MaxShown))
            {
                table.Add(finding.Path, finding.Kind, finding.Text);
            }

            table.Write(context.Error);
            if (findings.Count > MaxShown)
            {
                context.Error.WriteLine($"  and {findings.Count - MaxShown} more");
            }

            context.Error.WriteLine(context.Style.Red($"{findings.Count} findings: this is not the run folder that was written"));
            return ExitCode.Failed;
        }

        foreach (var record in signed)
        {
            context.Error.WriteLine($"{record.Decision} by {record.By}{(record.Role.Length > 0 ? $", {record.Role}" : "")}, {record.Date}{(record.Comment.Length > 0 ? $": {record.Comment}" : "")}");
        }

        context.Error.WriteLine(context.Style.Green($"{RunManifest.Listed(folder).Count} files and the store are as they were written; manifest {RunManifest.Hash(folder)[..16]}"));
        return ExitCode.Passed;
    }
}
