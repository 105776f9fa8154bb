using Sim.Reports.Coverage;
using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

public sealed class BehaviourTests
{
    private static CaseRow Told(string name, Measured<double>? ttc, double? gap, double decel, CaseVerdict verdict = CaseVerdict.Passed)
    {
        var row = Row(name, [], verdict);
        var metric = ttc is null ? null : new Metric { Name = "min_ttc", Unit = "s", Version = 1, Worse = WorseDirection.Lower, Value = ttc };
        return row with
        {
            Result = row.Result with
            {
                Assessments = metric is null ? [] : [new Assessment { Assessor = "criticality", Version = "1", Metrics = [metric] }],
                Ending = new CaseEnding { TimeUs = 0, EgoManoeuvre = DrivenManoeuvre.Straight, MaxDecelMps2 = decel, MinLateralGapM = gap },
            },
        };
    }

    [Fact]
    public void Cases_fall_into_the_cells_told_by_hand()
    {
        var grid = CoverageReports.Build([Suite(null, [])],
        [
            Told("a", Measured.Of(0.0), 0.1, 8), Told("b", Measured.Of(0.7), null, 7.9), Told("c", Measured.NoConflict<double>("none"), 3, 0), Told("d", null, 1, 2),
            Told("e", Measured.Of(0.6), null, 6), Told("f", Measured.Of(0.0), 0.1, 8, CaseVerdict.Error),
        ])!.Behaviour!;

        Assert.Equal(10 * 7 * 7, grid.Size);
        Assert.Equal(["0,0,0:1", "2,6,1:2", "8,5,5:1", "9,3,3:1"], grid.Cells.Select(c => $"{string.Join(',', c.Bins)}:{c.Cases}"));
        Assert.StartsWith("b-", grid.Cells[1].Example, StringComparison.Ordinal);
        Assert.All(grid.Cells, c => Assert.All(c.Bins.Zip(grid.Axes), b => Assert.InRange(b.First, 0, b.Second.Labels.Count - 1)));
    }

    [Fact]
    public void The_rate_of_new_cells_falls_to_zero_when_nothing_new_is_seen()
    {
        double Rate(Func<int, double> ttc) => CoverageReports.Build([Suite(null, [])], [.. Enumerable.Range(0, 50).Select(i => Told($"case-{i}", Measured.Of(ttc(i)), null, 0))])!.Behaviour!.NewCellRate;
        Assert.Equal(0, Rate(_ => 1.2));
        Assert.Equal(1, CoverageReports.Build([Suite(null, [])], [Told("a", Measured.Of(1.0), 1, 1)])!.Behaviour!.NewCellRate);
    }
}
