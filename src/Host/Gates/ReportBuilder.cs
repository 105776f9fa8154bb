using Sim.Host.Store;
using Sim.Reports.Coverage;
using Sim.Reports.Failures;
using Sim.Reports.Requirements;

namespace Sim.Host.Gates;

/// <summary>Makes the report of a run from its store. Pure: same rows, same date, same report.</summary>
internal static class ReportBuilder
{
    /// <summary>Builds the report.</summary>
    /// <param name="run">The stored run.</param>
    /// <param name="today">Today, for waivers only.</param>
    /// <exception cref="InputException">The unit of a bound is not the metric's.</exception>
    public static RunReport Build(StoredRun run, DateOnly today)
    {
        var done = run.Cases.Select(c => c.Result.Case.Id).ToHashSet(StringComparer.Ordinal);
        bool filtered = run.Identity.Switches.ContainsKey("filter") || run.Identity.Switches.ContainsKey("rerun_failed");
        var rows = new List<CaseRow>();
        var gates = new List<GateEvaluation>();
        var waivers = new List<WaiverResult>();
        var evidence = new Dictionary<string, CaseEvidence>(StringComparer.Ordinal);
        foreach (var suite in run.Suites)
        {
            var results = run.Cases.Where(c => c.Suite == suite.Name).Select(c => c.Result).ToList();
            var judged = results.ToDictionary(r => r.Case.Id, r => CaseJudge.Of(suite.Expect, r), StringComparer.Ordinal);
            var verdicts = judged.ToDictionary(j => j.Key, j => j.Value.Verdict, StringComparer.Ordinal);
            var known = Waivers.Known(suite.Known, verdicts, today);
            waivers.AddRange(suite.Known.Select(issue => Waivers.Apply(issue, verdicts, today) with { Suite = suite.Name }));
            int missing = run.Plan.Count(p => p.Suite == suite.Name && !done.Contains(p.CaseId));
            var evaluated = suite.Expect.Select(gate => GateEvaluator.Evaluate(gate, results, new GateContext(known, missing, filtered)).In(suite.Name, gate.Line)).ToList();
            gates.AddRange(evaluated);
            GateEvidence.Add(evidence, suite.Expect, evaluated, results);
            var own = results.ConvertAll(r => new CaseRow(
                r, known.Contains(r.Case.Id) ? CaseVerdict.Known : judged[r.Case.Id].Verdict, judged[r.Case.Id].Violates)
            {
                Otherwise = judged[r.Case.Id].Otherwise,
                Suite = suite.Name,
            });
            rows.AddRange(own);
            gates.AddRange(CoverageGates.Evaluate(suite, own, [.. run.Plan.Where(p => p.Suite == suite.Name && !done.Contains(p.CaseId)).Select(p => new MissingCase(p.CaseId, p.Suite, run.Mine.Contains(p.CaseId)))], evidence, filtered));
        }

        var missingHere = run.Plan.Where(p => run.Mine.Contains(p.CaseId) && !done.Contains(p.CaseId)).Select(p => p.CaseId).ToList();
        var sum = new RunSum(run, rows, gates, waivers, missingHere.Count);
        return new RunReport
        {
            Identity = run.Identity,
            ExitCode = sum.ExitCode,
            Verdict = sum.Verdict,
            Cases = [.. rows.OrderBy(r => r.Result.Case.Id, StringComparer.Ordinal)],
            Entries = [.. run.Suites.SelectMany(s => s.Cases.Select(c => new EntryPlace(s.Name, c.Name, s.FileName, c.Line)))],
            Gates = [.. gates.Select(g => g.Result)],
            Waivers = waivers,
            Replicas = ReplicaGroups.Of(rows),
            Missing = missingHere,
            Clusters = FailureClusters.Of(rows, Subject(run.Identity)),
            Coverage = CoverageReports.Build(run.Suites, rows),
            Requirements = RequirementTracer.Of(run.Suites, rows, [.. run.Plan.Where(p => !done.Contains(p.CaseId)).Select(p => new MissingCase(p.CaseId, p.Suite, run.Mine.Contains(p.CaseId)))], evidence),
        };
    }

    /// <summary>Who fails, in sentences: the driver where there is one; of several none is meant more than the others.</summary>
    public static string Subject(RunIdentity identity)
    {
        var drivers = identity.Modules.Where(m => m.Kind == "driver").Select(m => m.Name).Distinct(StringComparer.Ordinal).ToList();
        return drivers.Count == 1 ? drivers[0] : "the ego";
    }
}
