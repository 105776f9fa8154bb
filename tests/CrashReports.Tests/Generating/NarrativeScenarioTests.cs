using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;
using Sim.Tests.CrashReports.Checking;

namespace Sim.Tests.CrashReports.Generating;

/// <summary>From every text of one's own to a scenario that keeps all rules.</summary>
public sealed class NarrativeScenarioTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_text_of_ones_own_gives_a_valid_scenario_and_nearly_all_touch_with_the_told_sides()
    {
        int otherwise = 0;
        foreach (var text in Narrative.Reports)
        {
            var record = RecordMender.Mend(new RuleExtractor().Extract(new CrashReport { Id = text.Id, Text = text.Text }, TestContext.Current.CancellationToken), text.Text);
            Assert.True(RecordMender.IsSound(record), $"{text.Id}: {string.Join("; ", record.Findings.Where(finding => !finding.Mended).Select(finding => finding.Message))}");
            var completed = RecordCompletion.Complete(record);
            var solved = CrashSolver.Solve(completed, RoadBuilder.Build(completed), VehicleSpec.Sedan, CrashSolver.ChooseEgo(completed)!, 0, 7, null, null, TestContext.Current.CancellationToken);
            Assert.True(solved.IsValid, $"{text.Id}: {string.Join("; ", solved.Findings.Select(finding => $"{finding.Rule} {finding.Message}"))}");
            foreach (var finding in solved.Findings) output.WriteLine($"{text.Id}: {finding.Rule} {finding.Message}");
            otherwise += solved.Findings.Any(finding => finding.Rule == "R5") ? 1 : 0;
        }

        // A door that opens is no side of a box.
        Assert.True(otherwise <= 1, $"{otherwise} texts touch otherwise than told");
    }

    [Fact]
    public void Who_drives_the_wrong_way_meets_the_other_in_its_lanes()
    {
        const string Text = "V1, a 2010 Chevrolet Impala, was traveling west in the eastbound lanes of a divided highway with two lanes in each direction. V2, a 2015 Honda Pilot, was traveling east. V1 collided head-on with V2.";
        var record = RecordMender.Mend(new RuleExtractor().Extract(new CrashReport { Id = "wrong", Text = Text }, TestContext.Current.CancellationToken), Text);

        Assert.Equal("eastbound", record.Actors[0].Leg.Value);
        Assert.Equal(270, record.Actors[0].HeadingDeg.Value);
        var completed = RecordCompletion.Complete(record);
        var solved = CrashSolver.Solve(completed, RoadBuilder.Build(completed), VehicleSpec.Sedan, "V2", 0, 7, null, null, TestContext.Current.CancellationToken);
        Assert.True(solved.IsValid, string.Join("; ", solved.Findings.Select(finding => finding.Message)));
        Assert.Empty(solved.Findings);
    }

    [Fact]
    public void Who_merges_comes_by_a_ramp_of_its_own()
    {
        const string Text = "Vehicle 1, a 2010 Honda Civic, was on the entrance ramp to a four-lane divided interstate, going south and merging into the right lane of the interstate. "
            + "Vehicle 2, a 2015 Freightliner tractor-trailer, was southbound in the right lane. The left side of Vehicle 1 was struck by the right front of Vehicle 2.";
        var record = RecordMender.Mend(new RuleExtractor().Extract(new CrashReport { Id = "ramp", Text = Text }, TestContext.Current.CancellationToken), Text);
        var completed = RecordCompletion.Complete(record);
        var road = RoadBuilder.Build(completed);

        Assert.NotEqual(completed.Actors[1].Leg.Value, completed.Actors[0].Leg.Value);
        var solved = CrashSolver.Solve(completed, road, VehicleSpec.Sedan, "V2", 0, 7, null, null, TestContext.Current.CancellationToken);
        Assert.True(solved.IsValid, string.Join("; ", solved.Findings.Select(finding => finding.Message)));
        Assert.Empty(solved.Findings);
    }
}
