using System.Security.Cryptography;
using System.Text.Json;
using Sim.Host.Store;
using Sim.Reports.Comparing;

namespace Sim.Host.Comparing;

/// <summary>Stored runs as they are compared.</summary>
internal static class ComparedRuns
{
    private const int OptionDigits = 8;

    /// <summary>A run.</summary>
    public static ComparedRun Of(StoredRun run, RunReport report)
    {
        var options = new Dictionary<(string Suite, string Assessor), string>();
        foreach (var suite in run.Suites)
        {
            foreach (var use in suite.Assess)
            {
                options[(suite.Name, use.Name)] = Digest(use.Options);
            }
        }

        return ComparedRun.Of(
            report, (suite, assessor) => options.GetValueOrDefault((suite, assessor), ""), run.Plan.Select(p => p.CaseId).Where(id => !run.Mine.Contains(id)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Names of the metrics that the expectations of a suite name.</summary>
    public static Func<string, IReadOnlySet<string>> Relevant(StoredRun run)
    {
        var names = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var suite in run.Suites)
        {
            names[suite.Name] = suite.Expect.Where(e => e.Condition.Pattern is null).Select(e => e.Condition.Metric).ToHashSet(StringComparer.Ordinal);
        }

        return suite => names.GetValueOrDefault(suite) ?? new HashSet<string>();
    }

    private static string Digest(Setting options) => options.Entries.Count == 0 && options.Items.Count == 0 && options.Text.Length == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(SuiteDigest.AsWritten(options), SimJson.Default.Setting)))[..OptionDigits];
}
