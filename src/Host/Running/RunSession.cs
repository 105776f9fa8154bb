using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;

namespace Sim.Host.Running;

/// <summary>A run from its plan to its reports: folder, store, engine, timing, reports.</summary>
internal sealed class RunSession(ModuleCatalog modules, CaseCodec codec, RunProgress progress, Action<string> problem)
{
    /// <summary>Runs.</summary>
    /// <exception cref="InputException">Usage: the folder is in use, another run's, or a gate's unit does not fit.</exception>
    public RunEnd Run(RunRequest request, CancellationToken interrupt)
    {
        var folder = new RunFolder(request.Out, codec);
        var mine = request.Mine();
        if (mine.Count == 0)
        {
            throw new InputException($"no case is selected: shard {request.Shard} of {request.Plan.Cases.Count} cases is empty; use fewer shards");
        }

        bool fresh = !folder.HasContent;
        Prepare(folder, request);
        if (request.Triage is { } notes)
        {
            folder.Write(RunReports.TriageFileName, notes);
        }

        try
        {
            return Work(folder, request, mine, interrupt);
        }
        catch (InputException) when (fresh)
        {
            // A unit that does not fit shows at the first case. The suite must change, so this folder could never be resumed.
            Directory.Delete(folder.Path, recursive: true);
            throw;
        }
    }

    private RunEnd Work(RunFolder folder, RunRequest request, IReadOnlySet<string> mine, CancellationToken interrupt)
    {
        using var store = ResultStore.Open(folder.StorePath);
        store.Begin(request.Plan, request.Shard, mine);
        var committed = store.CommittedIds();
        var lost = committed.Where(id => !Directory.Exists(folder.CaseFolder(id))).ToList();
        if (lost.Count > 0)
        {
            store.Forget(lost);
            committed = store.CommittedIds();
        }

        folder.RemoveLeftovers(committed);
        var todo = request.Plan.Cases.Where(c => mine.Contains(c.Case.Id) && !committed.Contains(c.Case.Id)).ToList();
        progress.Begin(mine.Count, mine.Count - todo.Count);

        var timing = new TimingLog(folder, request, Stopwatch.GetTimestamp());
        using var engine = new RunEngine(new CaseRunner(modules, request.Mask, request.Debugging), folder, store, request.Engine, progress);
        StopReason stop;
        try
        {
            stop = engine.Run(todo, timing.Write, interrupt);
        }
        finally
        {
            progress.End();
        }

        var report = RunReports.Write(store.Read(), folder, modules, request.Writers, request.Today, problem, CancellationToken.None, request.Baseline);
        return new RunEnd(report, stop, stop == StopReason.Interrupted ? ExitCode.Interrupted : report.ExitCode);
    }

    private static void Prepare(RunFolder folder, RunRequest request)
    {
        if (folder.HasContent)
        {
            if (!request.Resume)
            {
                throw new InputException(
                    "the run folder is not empty; continue it with --resume, choose another folder with --out, or delete it", request.Out);
            }

            RequireSameIdentity(folder, request.Plan.Identity, request.Out);
        }

        try
        {
            Directory.CreateDirectory(folder.Path);
            folder.Write("run.json", JsonSerializer.SerializeToUtf8Bytes(request.Plan.Identity, HostJson.Indented.RunIdentity));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write the run folder: {e.Message}", request.Out, inner: e);
        }
    }

    private static void RequireSameIdentity(RunFolder folder, RunIdentity planned, string shown)
    {
        if (!File.Exists(folder.IdentityPath))
        {
            if (File.Exists(folder.StorePath))
            {
                throw new InputException("--resume: this folder has results but no run.json; use another --out", shown);
            }

            // Killed before run.json, or not a run folder at all: only what a run begins with may be there.
            if (Directory.EnumerateFileSystemEntries(folder.Path).Any(f => Path.GetFileName(f) != "run.json" + AtomicFile.Suffix))
            {
                throw new InputException("--resume: this folder holds other files and is no run folder; use another --out", shown);
            }

            return;
        }

        var differences = IdentityDiff.Between(IdentityFile.Read(folder.IdentityPath), planned);
        if (differences.Count > 0)
        {
            throw new InputException($"--resume: the folder holds another run; what differs: {string.Join("; ", differences.Take(10))}", shown);
        }
    }

    private sealed class TimingLog(RunFolder folder, RunRequest request, long begin)
    {
        private readonly TimingFile _earlier = File.Exists(folder.TimingPath) ? TimingJson.Read(folder.TimingPath) : new TimingFile();
        private readonly string _start = Now();

        public void Write(IReadOnlyDictionary<string, double> seconds, IReadOnlyDictionary<string, int> attempts)
        {
            var all = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var (id, value) in _earlier.CaseS.Concat(seconds))
            {
                all[id] = Math.Round(value, 6);
            }

            var tries = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var (id, count) in _earlier.Attempts.Concat(attempts))
            {
                tries[id] = count;
            }

            var timing = new TimingFile
            {
                Start = _start,
                End = Now(),
                WallS = Math.Round(_earlier.WallS + Stopwatch.GetElapsedTime(begin).TotalSeconds, 6),
                Jobs = request.Engine.Jobs,
                Shard = request.Shard?.ToString() ?? "",
                Host = Environment.MachineName,
                Runtime = RuntimeInformation.FrameworkDescription,
                SuiteFiles = request.SuiteFiles,
                CaseS = all,
                Attempts = tries,
            };
            folder.Write("timing.json", JsonSerializer.SerializeToUtf8Bytes(timing, TimingJson.Default.TimingFile));
        }

        private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
