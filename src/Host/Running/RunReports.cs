using System.Text.Json;
using Sim.Host.Comparing;
using Sim.Host.Evidence;
using Sim.Host.Gates;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Reports.Failures;

namespace Sim.Host.Running;

/// <summary>Writes every report of a run from its store, so that run, merge and report give the same bytes.</summary>
internal static class RunReports
{
    /// <summary>Name of the triage file in a run folder.</summary>
    public const string TriageFileName = "triage.yaml";

    private const int MaxNamed = 5;
    private static readonly string[] Own = ["run.json", "report.json", TriageFileName];

    /// <summary>Writes report.json, the files of every report writer, and the manifest of the folder.</summary>
    /// <param name="run">The stored run.</param>
    /// <param name="folder">Where.</param>
    /// <param name="modules">Knows the assessors and the usual writers.</param>
    /// <param name="writers">The writers, or null for the usual ones.</param>
    /// <param name="today">Today, for waivers.</param>
    /// <param name="problem">Told about each writer that fails.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="baseline">What the run is compared with, or null.</param>
    /// <param name="left">Told about files of earlier writers that this call did not write again.</param>
    /// <returns>The report; its exit code says so when a writer failed.</returns>
    public static RunReport Write(
        StoredRun run,
        RunFolder folder,
        ModuleCatalog modules,
        IReadOnlyList<IReportWriter>? writers,
        DateOnly today,
        Action<string> problem,
        CancellationToken cancellationToken,
        Baseline? baseline = null,
        Action<string>? left = null)
    {
        var report = ReportBuilder.Build(run, today) with { Methods = Methods(run.Identity, modules) };
        report = report with { Triage = TriageFile.Applied(Notes(folder), report.Clusters) };
        report = baseline?.Compare(report, run, cancellationToken) ?? report;
        folder.Write("report.json", JsonSerializer.SerializeToUtf8Bytes(report, SimJson.Default.RunReport));
        bool failed = false;
        var written = new HashSet<string>(Own, StringComparer.Ordinal);
        foreach (var writer in writers ?? [.. modules.All<IReportWriter>().Where(w => !w.OnRequest)])
        {
            try
            {
                var files = new StagedFiles(folder, baseline?.Recordings);
                writer.Write(report, files, cancellationToken);
                files.Commit();
                written.UnionWith(files.Paths);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                failed = true;
                problem($"report writer '{writer.Name}' failed: {Reasons.Of(e)}");
            }
        }

        RunManifest.Write(folder, cancellationToken);
        var older = RunManifest.Listed(folder).Where(p => !p.StartsWith("cases/", StringComparison.Ordinal) && !written.Contains(p)).ToList();
        if (older.Count > 0 && !failed)
        {
            left?.Invoke($"not written again: {string.Join(", ", older.Take(MaxNamed))}{(older.Count > MaxNamed ? $" and {older.Count - MaxNamed} more" : "")}; name their writer with --write");
        }

        return failed ? report with { ExitCode = ExitCode.Infrastructure } : report;
    }

    // Only of the versions that ran: another one may define its metrics otherwise.
    private static List<AssessorMethods> Methods(RunIdentity identity, ModuleCatalog modules) =>
        [.. modules.All<IAssessor>()
            .Where(a => identity.Modules.Any(m => m.Kind == "assessor" && m.Name == a.Name && m.Version == a.Version))
            .Select(a => new AssessorMethods(a.Name, a.Version, a.Methods))
            .Where(m => m.Families.Count > 0)
            .OrderBy(m => m.Assessor, StringComparer.Ordinal)];

    private static IReadOnlyList<TriageNote> Notes(RunFolder folder)
    {
        string path = Path.Combine(folder.Path, TriageFileName);
        return File.Exists(path) ? TriageFile.ReadFile(path, path).Notes : [];
    }
}
