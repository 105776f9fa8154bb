using System.CommandLine;
using System.Globalization;
using Sim.Host.Evidence;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim sign-off</c>: a person accepts or rejects a run.</summary>
internal sealed class SignOffVerb : Verb
{
    private const int MaxText = 2_000;
    private readonly Argument<string> _run;
    private readonly Option<string> _by;
    private readonly Option<string?> _role;
    private readonly Option<string> _decision;
    private readonly Option<string?> _comment;
    private readonly Option<string?> _today;

    /// <summary>Makes the verb.</summary>
    public SignOffVerb()
        : base(
            "sign-off",
            "Records that a person accepts or rejects a run, with the hash of exactly the files that were there. Refused for a folder that sim verify refuses.",
            "sim sign-off runs/smoke --by \"A. Turing\" --role \"safety engineer\" --decision accepted",
            "sim sign-off runs/smoke --by \"A. Turing\" --decision rejected --comment \"brakes late at 40 km/h\"")
    {
        _run = Argument<string>("RUN", "Run folder.", ArgumentArity.ExactlyOne);
        _by = Option<string>("--by", "Who signs.", "NAME");
        _by.Required = true;
        _role = Option<string?>("--role", "As what.", "ROLE");
        _decision = Option<string>("--decision", "accepted or rejected.", "accepted|rejected");
        _decision.Required = true;
        _comment = Option<string?>("--comment", "Why.", "TEXT");
        _today = Option<string?>("--today", "Day of the record; default SIM_TODAY or the clock.", "DATE");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string name = parsed.GetValue(_run)!;
        var folder = new RunFolder(context.Full(name), context.Codec);
        string decision = parsed.GetValue(_decision)!;
        if (decision is not ("accepted" or "rejected"))
        {
            throw new InputException($"found '{decision}' as the decision, expected accepted or rejected");
        }

        string by = Line(parsed.GetValue(_by)!, "--by");
        if (by.Length == 0)
        {
            throw new InputException("--by is empty; write the name of the person who signs");
        }

        var broken = RunVerifier.Verify(folder, cancellationToken).Where(f => f.Kind != "outdated").ToList();
        if (broken.Count > 0)
        {
            throw new InputException($"{broken.Count} files are not as they were written (the first is {broken[0].Path}: {broken[0].Text}); sim verify {name} lists them", folder.Path);
        }

        var beside = RunManifest.Hashes(folder, RunManifest.Unlisted(folder), cancellationToken);
        var record = new SignOff
        {
            By = by,
            Role = Line(parsed.GetValue(_role) ?? "", "--role"),
            Decision = decision,
            Comment = Line(parsed.GetValue(_comment) ?? "", "--comment"),
            Date = context.Today(parsed.GetValue(_today)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ManifestSha256 = RunManifest.Hash(folder),
            Beside = Ordered.Copy(beside.Select(b => new KeyValuePair<string, string>(b.Path, b.Hash))),
        };
        SignOffs.Add(folder, record);
        context.Error.WriteLine(context.Style.Green($"{record.Decision} by {record.By}, {record.Date}, manifest {record.ManifestSha256[..16]}"));
        return ExitCode.Passed;
    }

    private static string Line(string text, string option) =>
        text.Length > MaxText ? throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{option} has {text.Length} characters; at most {MaxText} are kept"))
        : text.Any(char.IsControl) ? throw new InputException($"{option} holds a control character; write one line of plain text")
        : text.Trim();
}
