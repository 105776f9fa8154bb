using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Critical;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Simulation.Drivers;
using Xunit;

namespace Sim.Tests.CrashReports.Solving;

public sealed class CriticalSearchTests
{
    private static CrashRecord Turn { get; } = Crashes.Record(
        Topology.FourWay, CrashClass.TurnAcrossPath, Crashes.Actor("V1", 0, ActionKind.TurnLeft), ContactPlane.Right, Crashes.Actor("V2", 180, ActionKind.CrossStraight), ContactPlane.Front);

    [Fact]
    public void A_search_keeps_its_budget_and_gives_the_same_scenario_twice()
    {
        for (int variant = 1; variant <= 4; variant++)
        {
            var solved = Crashes.Solve(Turn, "V2", variant);
            var one = CriticalSearch.Run(solved, new IdmDriver(), Setting.Empty, 6, CancellationToken.None);
            var two = CriticalSearch.Run(solved, new IdmDriver(), Setting.Empty, 6, CancellationToken.None);
            Assert.InRange(one.Simulations, 1, 6);
            Assert.Equal(one.Simulations, two.Simulations);
            Assert.Equal(one.Critical, two.Critical);
            Assert.Equal(Sim.Formats.Yaml.ScenarioYaml.Write(one.Scenario), Sim.Formats.Yaml.ScenarioYaml.Write(two.Scenario));
            Assert.True(one.Critical || !one.CriticalBefore);
            Assert.Null(Sim.Simulation.ScenarioCheck.Refusal(one.Scenario));
        }
    }

    [Fact]
    public void A_scene_without_contact_is_never_critical()
    {
        var alone = Crashes.Solve(Crashes.Alone(Topology.Straight, Crashes.Actor("V1", 0, ActionKind.DepartRoad), ContactPlane.Unknown, "rollover"));
        Assert.Null(alone.Impact);
        var result = CriticalSearch.Run(alone, new IdmDriver(), Setting.Empty, 20, CancellationToken.None);
        Assert.False(result.Critical);
        Assert.Equal(1, result.Simulations);
    }

    [Fact]
    public void Who_stands_and_is_run_into_from_behind_cannot_help_it_and_who_comes_can()
    {
        var record = Crashes.Record(Topology.Straight, CrashClass.RearEnd, Crashes.Actor("V1", 0, ActionKind.Follow), ContactPlane.Front, Crashes.Actor("V2", 0, ActionKind.Stop), ContactPlane.Back);
        var struck = Crashes.Solve(record, "V2");
        Assert.Contains(Solvable.UnavoidableTag, struck.Scenario!.Tags);
        var striking = Crashes.Solve(record, "V1");
        Assert.DoesNotContain(Solvable.UnavoidableTag, striking.Scenario!.Tags);
        Assert.True(Solvable.Is(striking.Scenario));
    }

    [Fact]
    public void The_ego_that_is_chosen_is_the_one_that_is_hit()
    {
        Assert.Equal("V1", CrashSolver.ChooseEgo(Turn));
        var deer = Crashes.Record(Topology.Straight, CrashClass.Animal, Crashes.Actor("V1", 0, ActionKind.Follow), ContactPlane.Front, Crashes.Actor("A1", 90, ActionKind.Cross), ContactPlane.Left);
        Assert.Equal("V1", CrashSolver.ChooseEgo(deer));
        Assert.Null(CrashSolver.ChooseEgo(deer with { Actors = [deer.Actors[1]] }));
        var headOn = Crashes.Record(Topology.Straight, CrashClass.HeadOn, Crashes.Actor("V1", 0, ActionKind.CrossCentre), ContactPlane.Front, Crashes.Actor("V2", 180, ActionKind.Follow), ContactPlane.Front);
        Assert.Equal("V2", CrashSolver.ChooseEgo(headOn));
    }
}
