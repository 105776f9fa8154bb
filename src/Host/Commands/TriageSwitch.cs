using System.CommandLine;
using Sim.Host.Running;
using Sim.Host.Store;
using Sim.Reports.Failures;

namespace Sim.Host.Commands;

/// <summary>
/// <c>--triage FILE</c>: the notes that people keep about failures. Their file is copied into the run folder, so that the folder's reports are the same
/// whoever writes them again.
/// </summary>
internal sealed class TriageSwitch
{
    private readonly Option<string?> _file = new("--triage") { Description = "Notes about failures (sim triage), shown beside them; kept in the run folder.", HelpName = "FILE" };

    /// <summary>Adds it to a verb.</summary>
    public TriageSwitch(Command verb) => verb.Options.Add(_file);

    /// <summary>The checked content of the file; null when the switch is not given.</summary>
    /// <exception cref="InputException">Absent or wrong.</exception>
    public byte[]? Read(ParseResult parsed, CliContext context)
    {
        if (parsed.GetValue(_file) is not { } file)
        {
            return null;
        }

        TriageFile.ReadFile(context.Full(file), file);
        return File.ReadAllBytes(context.Full(file));
    }

    /// <summary>Keeps notes in a run folder; null leaves what is there.</summary>
    public static void Keep(byte[]? notes, RunFolder folder)
    {
        if (notes is not null)
        {
            folder.Write(RunReports.TriageFileName, notes);
        }
    }

    /// <summary>The notes that shards carry; null when none does.</summary>
    /// <exception cref="InputException">They carry different ones.</exception>
    public static byte[]? Common(IReadOnlyList<RunFolder> shards)
    {
        byte[]? common = null;
        foreach (var shard in shards)
        {
            string path = Path.Combine(shard.Path, RunReports.TriageFileName);
            if (!File.Exists(path))
            {
                continue;
            }

            byte[] notes = File.ReadAllBytes(path);
            if (common is not null && !common.AsSpan().SequenceEqual(notes))
            {
                throw new InputException("the shards were run with different notes about failures; give the file that holds with --triage FILE", path);
            }

            common = notes;
        }

        return common;
    }
}
