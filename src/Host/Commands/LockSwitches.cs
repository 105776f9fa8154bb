using System.CommandLine;
using System.Text.Json;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>--locked</c> and <c>--write-lock</c>: inputs and module versions that must not change unseen.</summary>
internal sealed class LockSwitches
{
    /// <summary>Name of the lock file beside the first suite.</summary>
    public const string FileName = "sim.lock.json";

    private readonly Option<bool> _locked = new("--locked") { Description = $"Refuses inputs or module versions that differ from the lock: {FileName} beside the first suite, or --lock." };
    private readonly Option<string?> _lock = new("--lock") { Description = "Lock file, run.json or run folder that --locked compares with.", HelpName = "FILE" };
    private readonly Option<bool> _write = new("--write-lock") { Description = $"Writes {FileName} beside the first suite." };

    /// <summary>Adds them to a verb.</summary>
    public LockSwitches(Command verb)
    {
        verb.Options.Add(_locked);
        verb.Options.Add(_lock);
        verb.Options.Add(_write);
    }

    /// <summary>Checks or writes the lock.</summary>
    /// <exception cref="InputException">Inputs have changed: names them; or there is no lock.</exception>
    public void Apply(ParseResult parsed, RunIdentity identity, string firstSuite, CliContext context)
    {
        string beside = Path.Combine(Path.GetDirectoryName(context.Full(firstSuite))!, FileName);
        if (parsed.GetValue(_locked) || parsed.GetValue(_lock) is not null)
        {
            string path = parsed.GetValue(_lock) is { } named ? context.Full(named) : beside;
            path = Directory.Exists(path) ? Path.Combine(path, "run.json") : path;
            if (!File.Exists(path))
            {
                throw new InputException("--locked: there is no lock here; write one with --write-lock", path);
            }

            var differences = IdentityDiff.Inputs(IdentityFile.Read(path), identity);
            if (differences.Count > 0)
            {
                throw new InputException($"--locked: {string.Join("; ", differences.Take(20))}", path);
            }
        }

        if (parsed.GetValue(_write))
        {
            AtomicFile.Write(beside, JsonSerializer.SerializeToUtf8Bytes(identity, HostJson.Indented.RunIdentity));
        }
    }
}
