using Sim.Reports.Coverage;

namespace Sim.Tests.Reports;

/// <summary>Makes suites and cases for the tests of coverage.</summary>
internal static class CoverageCases
{
    public static CaseRow Row(string entry, (string, string)[] parameters, CaseVerdict verdict = CaseVerdict.Passed, (string, string)[]? odd = null, string source = "s", string suite = "suite", CaseStatus? status = null, string[]? covers = null)
    {
        var key = new CaseKey { Source = source, Parameters = Map(parameters), Label = string.Join('-', parameters.Select(p => p.Item2)) };
        var result = new CaseResult
        {
            Case = Case.Create(entry, key),
            Status = status ?? verdict switch { CaseVerdict.Error => CaseStatus.Error, CaseVerdict.Refused => CaseStatus.Refused, CaseVerdict.NotRun => CaseStatus.NotRun, _ => CaseStatus.Assessed },
            Odd = Map(odd ?? []),
            Covers = covers ?? [],
        };
        return new CaseRow(result, verdict, []) { Suite = suite };
    }

    public static Suite Suite(CoverageGoals? goals, IReadOnlyList<DeclaredOdd> odd, params CaseEntry[] entries) => new() { Name = "suite", Cases = entries, Coverage = goals, Odd = odd };

    public static CaseEntry Entry(string name, params ParameterDomain[] domains) => new() { Name = name, Generator = "template", From = Setting.Empty, Parts = [new("", domains)] };

    public static ParameterDomain Values(string name, params string[] values) => new() { Name = name, Values = values };

    public static DeclaredOdd Odd(string name, params (string, double)[] shares) => new(name, [.. shares.Select(s => new OddShare(s.Item1, s.Item2))]);

    public static EntryCoverage Only(Suite suite, params IReadOnlyList<CaseRow> rows) => Assert.Single(CoverageReports.Build([suite], rows)!.Entries);

    public static IReadOnlyDictionary<string, string> Map(params (string, string)[] pairs) => Ordered.Copy(pairs.Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
}
