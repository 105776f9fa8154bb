using System.Globalization;
using System.Security.Cryptography;
using Sim.Host.Output;
using Sim.Host.Store;
using Sim.Reports.Failures;
using Sim.Reports.Reducing;

namespace Sim.Host.Reducing;

/// <summary>Minimises the scenario of a failing case (docs/reducing.md).</summary>
/// <param name="setup">The case.</param>
/// <param name="trials">Runs scenarios in its place.</param>
/// <param name="codec">Byte form of scenarios.</param>
internal sealed class CaseMinimiser(StoredCaseSetup setup, CaseTrials trials, CaseCodec codec)
{
    private const string NotReproducible = "not_reproducible";

    /// <summary>Requires that a case has a failure that can be looked into, and says which.</summary>
    /// <exception cref="InputException">It passed, or ran out of wall time.</exception>
    public static FailureSignature FailureOf(StoredCaseSetup setup)
    {
        var row = setup.Row;
        return !FailureSignatures.IsFailure(row.Verdict) ? throw new InputException($"the case '{setup.Id}' does not fail by itself; name one that does (report.html lists them)")
            : row.Result.Status == CaseStatus.TimedOut ? throw new InputException($"the case '{setup.Id}' ran out of wall time, which says more about the machine than about the scenario; there is nothing to look into")
            : FailureSignatures.Of(row);
    }

    /// <summary>Runs the case twice; the failure must occur both times.</summary>
    /// <returns>Null when it does, else what happens instead.</returns>
    public static string? Differs(StoredCaseSetup setup, CaseTrials trials, FailureSignature wanted)
    {
        for (int i = 1; i <= 2; i++)
        {
            var trial = trials.RunAfresh(setup.Scenario);
            if (trial.Signature?.Id != wanted.Id)
            {
                return string.Create(CultureInfo.InvariantCulture, $"not reproducible: run {i} of 2 {(trial.Signature is null ? "passes" : $"fails otherwise: {trial.Text}")}, the case's failure was {wanted.Id}; look for what differs with sim replay --live");
            }
        }

        return null;
    }

    /// <summary>Minimises.</summary>
    /// <param name="file">Where the scenario will be written, as named.</param>
    /// <returns>The report, and the bytes of the minimal scenario, or null when there is none.</returns>
    /// <exception cref="InputException">The case has no such failure.</exception>
    public (MinimiseReport Report, byte[]? Scenario) Run(string file)
    {
        var wanted = FailureOf(setup);
        var report = new MinimiseReport
        {
            Case = setup.Id,
            Signature = wanted.Id,
            Title = FailureTitles.Of(wanted, null, setup.Planned.Driver.Name),
            Outcome = NotReproducible,
            Sentence = "",
            Runs = 0,
        };
        if (Differs(setup, trials, wanted) is { } sentence)
        {
            return (report with { Sentence = sentence, Runs = trials.Runs }, null);
        }

        var found = new ScenarioMinimiser(setup.Scenario, s => trials.Run(s).Signature?.Id == wanted.Id, trials.Ahead).Run();
        byte[] bytes = codec.WriteScenario(WithProvenance(found), false);

        // What people get is the file, so the file is what must fail.
        var last = trials.RunAfresh(codec.ReadScenario(bytes, file, () => null));
        report = report with { Runs = trials.Runs, Elements = found.Elements, Numbers = found.Numbers };
        if (last.Signature?.Id != wanted.Id)
        {
            return (report with { Sentence = $"not reproducible: the minimal scenario failed in the search and {(last.Signature is null ? "passes" : "fails otherwise")} when run again" }, null);
        }

        int required = found.Elements.Count(e => e.Required);
        string rest = found.Complete ? "none of them can be left out" : "the limit of runs was reached before it was known whether more can be left out (--max-runs)";
        return (report with
        {
            Outcome = found.Complete ? "minimal" : "stopped",
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{required} of {found.Elements.Count} elements are required; {rest}; {trials.Runs} runs"),
            File = file,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        }, bytes);
    }

    private Scenario WithProvenance(MinimisedScenario found) => found.Scenario with
    {
        Provenance = setup.Scenario.Provenance with
        {
            Generator = "minimise",
            Version = HostVersion.Text,
            Seed = null,
            Parents = [.. setup.Scenario.Provenance.Parents, $"cases/{setup.Id}/{CaseFiles.Scenario} sha256:{setup.ScenarioSha256}"],
            Assumptions =
            [
                .. setup.Scenario.Provenance.Assumptions,
                .. found.Elements.Where(e => !e.Required).Select(e => $"left out: {e.Name}"),
                .. found.Numbers.Where(n => n.Value != n.Original).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Name}: {n.Value} instead of {n.Original}{(n.Unit.Length > 0 ? " " : "")}{n.Unit}")),
            ],
        },
    };
}
