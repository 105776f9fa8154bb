using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Rules;
using Xunit;

namespace Sim.Tests.CrashReports.Solving;

/// <summary>Each rule finds what is planted into a valid scenario.</summary>
public sealed class ScenarioRulesTests
{
    private static readonly CrashRecord Record = RecordCompletion.Complete(Crashes.Record(
        Topology.FourWay, CrashClass.StraightPaths, Crashes.Actor("V1", 0, ActionKind.CrossStraight), ContactPlane.Left, Crashes.Actor("V2", 90, ActionKind.CrossStraight), ContactPlane.Front));

    private static readonly CrashRoad Road = RoadBuilder.Build(Record);
    private static readonly SolvedScenario Solved = CrashSolver.Solve(Record, Road, VehicleSpec.Sedan, "V1", 1, 3, null, null, CancellationToken.None);

    private static IReadOnlyList<RecordFinding> Check(Scenario scenario, PlannedImpact? impact = null) =>
        ScenarioRules.Check(scenario, impact ?? Solved.Impact, Road.JunctionArea, []);

    private static Scenario Change(string id, Func<TimedState, TimedState> change) => Solved.Scenario! with
    {
        Actors = [.. Solved.Scenario!.Actors.Select(a => a.Id != id ? a : a with
        {
            Behaviour = a.Behaviour switch
            {
                DriverBehaviour d => d with { Log = [.. d.Log.Select(change)] },
                TrajectoryBehaviour t => t with { States = [.. t.States.Select(change)] },
                var other => other,
            },
        })],
    };

    [Fact]
    public void The_scenario_itself_keeps_all_rules() => Assert.Empty(Check(Solved.Scenario!));

    [Fact]
    public void Ways_that_do_not_meet_break_R6() =>
        Assert.Contains(Check(Change("V2", s => s with { State = s.State with { Y = s.State.Y + 500 } })), f => f.Rule == "R6");

    [Fact]
    public void A_contact_outside_the_junction_breaks_R6()
    {
        var far = Solved.Scenario! with { Actors = [.. Solved.Scenario.Actors] };
        var area = new Geometry.Polygon([new(500, 500), new(510, 500), new(510, 510)]);
        Assert.Contains(ScenarioRules.Check(far, Solved.Impact, area, []), f => f.Rule == "R6");
    }

    [Fact]
    public void A_late_arrival_breaks_R7() =>
        Assert.Contains(Check(Solved.Scenario!, Solved.Impact! with { TimeUs = Solved.Impact.TimeUs + 300_000 }), f => f.Rule == "R7");

    [Fact]
    public void A_jump_of_speed_breaks_R8()
    {
        var findings = Check(Change("V2", s => s.TimeUs == 1_000_000 ? s with { State = s.State with { SpeedMps = s.State.SpeedMps + 3 } } : s));
        Assert.Contains(findings, f => f.Rule == "R8" && f.Message.Contains("jerk", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Rule == "R8" && f.Message.Contains("brakes", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Rule == "R8" && f.Message.Contains("accelerates", StringComparison.Ordinal));
    }

    [Fact]
    public void A_skewed_heading_breaks_R8() =>
        Assert.Contains(Check(Change("V2", s => s with { State = s.State with { HeadingRad = s.State.HeadingRad + 0.3 } })), f => f.Rule == "R8" && f.Message.Contains("slips", StringComparison.Ordinal));

    [Fact]
    public void A_way_beside_the_road_breaks_R9_unless_the_record_says_so()
    {
        var beside = Change("V2", s => s with { State = s.State with { Y = s.State.Y - 12 } });
        Assert.Contains(Check(beside), f => f.Rule == "R9");
        Assert.DoesNotContain(ScenarioRules.Check(beside, Solved.Impact, null, [new ActorLicence("V2", true, true)]), f => f.Rule == "R9");
    }

    [Fact]
    public void The_wrong_direction_breaks_R9()
    {
        var wrong = Change("V2", s => s with { State = s.State with { HeadingRad = s.State.HeadingRad + Math.PI, SpeedMps = -s.State.SpeedMps } });
        Assert.DoesNotContain(Check(wrong), f => f.Rule == "R9");
        var turned = Change("V2", s => s with { State = s.State with { HeadingRad = s.State.HeadingRad + Math.PI } });
        Assert.Contains(Check(turned), f => f.Rule == "R9");
    }

    [Fact]
    public void Sides_that_do_not_match_are_a_finding_under_R5() =>
        Assert.Contains(Check(Solved.Scenario!, Solved.Impact! with { PlaneA = ContactPlane.Back, PlaneB = ContactPlane.Back }), f => f.Rule == "R5");
}
