using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Tests.CrashReports.Roads;
using Xunit;
using static Sim.Plugins.CrashReports.Records.ContactPlane;

namespace Sim.Tests.CrashReports.Solving;

public sealed class CrashSolverTests
{
    private static ActorRecord Car(string id, double heading, params ActionKind[] actions) => Crashes.Actor(id, heading, actions);

    public static TheoryData<string, CrashRecord> Possible { get; } = new()
    {
        { "stopped lead", Crashes.Record(Topology.Straight, CrashClass.RearEnd, Car("V1", 0, ActionKind.Follow), Front, Car("V2", 0, ActionKind.Stop), Back) },
        { "stopped lead before a junction", Crashes.Record(Topology.FourWay, CrashClass.RearEnd, Car("V1", 90, ActionKind.Stop), Back, Car("V2", 90, ActionKind.Follow), Front) },
        { "braking lead", Crashes.Record(Topology.Curve, CrashClass.RearEnd, Car("V1", 0, ActionKind.Follow), Front, Car("V2", 0, ActionKind.Decelerate), Back) },
        { "over the centre line", Crashes.Record(Topology.Straight, CrashClass.HeadOn, Car("V1", 0, ActionKind.CrossCentre), Front, Car("V2", 180, ActionKind.Follow), Front) },
        { "over the centre line in a curve", Crashes.Record(Topology.Curve, CrashClass.HeadOn, Car("V1", 0, ActionKind.DriftOutOfLane), Front, Car("V2", 180, ActionKind.Follow), Front) },
        { "sideswipe of opposite directions", Crashes.Record(Topology.Straight, CrashClass.Sideswipe, Car("V1", 0, ActionKind.CrossCentre), Left, Car("V2", 180, ActionKind.Follow), Left) },
        { "sideswipe by a lane change", Crashes.Record(Topology.Straight, CrashClass.Sideswipe, Car("V1", 0, ActionKind.ChangeLaneLeft), Left, Car("V2", 0, ActionKind.Follow), Right) },
        { "lane change to the right", Crashes.Record(Topology.Straight, CrashClass.Sideswipe, Car("V1", 0, ActionKind.ChangeLaneRight), Right, Car("V2", 0, ActionKind.Follow), Left) },
        { "left turn across", Crashes.Record(Topology.FourWay, CrashClass.TurnAcrossPath, Car("V1", 0, ActionKind.TurnLeft), Right, Car("V2", 180, ActionKind.CrossStraight), Front) },
        { "left turn across, fronts", Crashes.Record(Topology.FourWay, CrashClass.TurnAcrossPath, Car("V1", 0, ActionKind.TurnLeft), Front, Car("V2", 180, ActionKind.CrossStraight), Front) },
        { "left turn into the way from the left", Crashes.Record(Topology.TJunction, CrashClass.TurnIntoPath, Car("V1", 0, ActionKind.Stop, ActionKind.TurnLeft), Left, Car("V2", 90, ActionKind.CrossStraight), Front) },
        { "right turn into the way", Crashes.Record(Topology.TJunction, CrashClass.TurnIntoPath, Car("V1", 0, ActionKind.TurnRight), Left, Car("V2", 90, ActionKind.CrossStraight), Front) },
        { "straight paths, hit left", Crashes.Record(Topology.FourWay, CrashClass.StraightPaths, Car("V1", 0, ActionKind.CrossStraight), Left, Car("V2", 90, ActionKind.CrossStraight), Front) },
        { "straight paths, hit right", Crashes.Record(Topology.FourWay, CrashClass.StraightPaths, Car("V1", 0, ActionKind.CrossStraight), Right, Car("V2", 270, ActionKind.CrossStraight), Front) },
        { "straight paths, front into left", Crashes.Record(Topology.FourWay, CrashClass.StraightPaths, Car("V1", 0, ActionKind.CrossStraight), Front, Car("V2", 270, ActionKind.StartFromStop, ActionKind.CrossStraight), Left) },
        { "out of a driveway", Crashes.Record(Topology.Driveway, CrashClass.TurnIntoPath, Car("V1", 90, ActionKind.EnterRoad, ActionKind.TurnLeft), Left, Car("V2", 180, ActionKind.Follow), Front) },
        { "out of a parking place", Crashes.Record(Topology.Straight, CrashClass.Sideswipe, Car("V1", 0, ActionKind.EnterRoad), Left, Car("V2", 0, ActionKind.Follow), Front) },
        { "backing into who waits behind", Crashes.Record(Topology.Straight, CrashClass.Backing, Car("V1", 0, ActionKind.Reverse), Back, Car("V2", 0, ActionKind.Stop), Front) },
        { "u-turn", Crashes.Record(Topology.Straight, CrashClass.TurnAcrossPath, Car("V1", 0, ActionKind.UTurn), Right, Car("V2", 180, ActionKind.Follow), Front) },
        { "overtaken while turning left", Crashes.Record(Topology.FourWay, CrashClass.TurnAcrossPath, Car("V1", 0, ActionKind.TurnRight), Front, Car("V2", 0, ActionKind.CrossStraight), Unknown) },
        { "pedestrian", Crashes.Record(Topology.Straight, CrashClass.Pedestrian, Car("V1", 0, ActionKind.Follow), Front, Crashes.Actor("P1", null, ActionKind.Cross), Unknown) },
        { "cyclist crosses", Crashes.Record(Topology.FourWay, CrashClass.Cyclist, Car("V1", 0, ActionKind.Follow), Front, Crashes.Actor("C1", 270, ActionKind.Cross), Left) },
        { "cyclist overtaken too near", Crashes.Record(Topology.Straight, CrashClass.Cyclist, Car("V1", 0, ActionKind.Follow), Right, Crashes.Actor("C1", 0, ActionKind.Follow), Left) },
        { "deer", Crashes.Record(Topology.Straight, CrashClass.Animal, Car("V1", 0, ActionKind.Follow), Front, Crashes.Actor("A1", 90, ActionKind.Cross), Unknown) },
    };

    [Theory]
    [MemberData(nameof(Possible))]
    internal void A_possible_crash_is_reproduced_with_its_sides_under_all_rules(string name, CrashRecord record)
    {
        for (int variant = 1; variant <= 3; variant++)
        {
            var solved = Crashes.Solve(record, variant: variant);
            Assert.True(solved.Findings.Count == 0, $"{name} {variant}: {string.Join("; ", solved.Findings.Select(f => $"{f.Rule} {f.Message}"))}");
            var replayed = ReconstructionEvaluation.Replay(solved.Scenario!, CancellationToken.None);
            Assert.NotNull(replayed);
            var impact = record.Impacts[0];
            foreach (var side in (ContactRecord[])[impact.A, impact.B])
            {
                Assert.True(replayed.A == side.Actor ? replayed.Sides.HasA(side.Plane.Value) : replayed.B == side.Actor && replayed.Sides.HasB(side.Plane.Value), $"{name} {variant}: {side.Actor}");
            }
        }
    }

    [Fact]
    public void Either_vehicle_can_be_the_ego()
    {
        var record = (CrashRecord)Possible.First(p => (string)p.Data.Item1 == "left turn across").Data.Item2;
        foreach (string ego in (string[])["V1", "V2"])
        {
            var solved = Crashes.Solve(record, ego);
            Assert.True(solved.IsValid);
            Assert.Equal(ego, solved.Scenario!.EgoId);
            Assert.NotEmpty(((DriverBehaviour)solved.Scenario.Ego.Behaviour).Log);
            Assert.Equal(VehicleSpec.Sedan.LengthM, solved.Scenario.Ego.Body.LengthM);
            Assert.IsType<TrajectoryBehaviour>(solved.Scenario.Actors.Single(a => a.Id != ego).Behaviour);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_variants_differ()
    {
        var record = (CrashRecord)Possible.First(p => (string)p.Data.Item1 == "straight paths, hit left").Data.Item2;
        string one = ScenarioYaml.Write(Crashes.Solve(record, variant: 1).Scenario!);
        Assert.Equal(one, ScenarioYaml.Write(Crashes.Solve(record, variant: 1).Scenario!));
        var speeds = Enumerable.Range(1, 5).Select(v => Crashes.Solve(record, variant: v).Scenario!.Parameters["V2_speed_at_contact"]).Distinct().ToList();
        Assert.True(speeds.Count >= 4, string.Join(", ", speeds));
        Assert.NotEqual(one, ScenarioYaml.Write(Crashes.Solve(record, variant: 1, seed: 8).Scenario!));
    }

    [Fact]
    public void Sides_that_the_headings_forbid_are_a_finding_and_not_bent()
    {
        var record = Crashes.Record(Topology.Straight, CrashClass.RearEnd, Car("V1", 0, ActionKind.Follow), Left, Car("V2", 0, ActionKind.Stop), Left);
        var solved = Crashes.Solve(record);
        Assert.Contains(solved.Findings, f => f.Rule == "R5" && f.Message.Contains("left", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tree", Front, Front)]
    [InlineData("guardrail", Right, Right)]
    internal void Who_leaves_the_road_hits_what_stands_there(string obstacle, ContactPlane plane, ContactPlane expected)
    {
        var solved = Crashes.Solve(Crashes.Alone(Topology.Curve, Car("V1", 0, ActionKind.DepartRoad), plane, obstacle));
        Assert.True(solved.IsValid, string.Join("; ", solved.Findings.Select(f => f.Message)));
        var replayed = ReconstructionEvaluation.Replay(solved.Scenario!, CancellationToken.None);
        Assert.NotNull(replayed);
        Assert.Equal(obstacle, replayed.B);
        Assert.Equal(expected, replayed.Sides.A);
    }

    [Fact]
    public void The_step_and_the_horizon_are_kept()
    {
        var record = (CrashRecord)Possible.First(p => (string)p.Data.Item1 == "left turn across").Data.Item2;
        var solved = Crashes.Solve(record, stepUs: 50_000, horizonUs: 6_000_000);
        Assert.True(solved.IsValid, string.Join("; ", solved.Findings.Select(f => f.Message)));
        Assert.Equal(50_000, solved.Scenario!.StepUs);
        Assert.Equal(120, solved.Scenario.StepCount);
        Assert.InRange(solved.Impact!.TimeUs, 1, 5_000_000);
        Assert.False(Crashes.Solve(record, horizonUs: 1_000_000).IsValid);
    }

    [Fact]
    public void Provenance_names_the_report_its_facts_and_what_is_unused()
    {
        var record = (CrashRecord)Possible.First(p => (string)p.Data.Item1 == "pedestrian").Data.Item2 with { Severity = Leaf.Stated<string?>("fatal", new TextSpan(0, 5, "fatal")) };
        var provenance = Crashes.Solve(record).Scenario!.Provenance;
        Assert.Contains(provenance.Parents, p => p.Contains(record.TextSha256, StringComparison.Ordinal));
        Assert.Contains(provenance.Facts, f => f.Name == "crash_class" && f.Status == "stated");
        Assert.Contains(provenance.Unused, u => u.Contains("fatal", StringComparison.Ordinal));
        Assert.NotEmpty(provenance.Assumptions);
    }

    [Fact]
    public void Whatever_a_record_says_the_answer_is_a_scenario_that_runs_or_the_rule_that_broke()
    {
        int valid = 0, asked = 0;
        for (ulong seed = 1; seed <= 24; seed++)
        {
            var completed = RecordCompletion.Complete(RandomRecords.Draw(seed));
            if (CrashSolver.ChooseEgo(completed) is not { } ego)
            {
                continue;
            }

            asked++;
            var solved = CrashSolver.Solve(completed, RoadBuilder.Build(completed), VehicleSpec.Sedan, ego, 1, seed, null, null, CancellationToken.None);
            if (!solved.IsValid)
            {
                Assert.NotEmpty(solved.Findings);
                Assert.All(solved.Findings, f => Assert.NotEmpty(f.Message));
                continue;
            }

            valid++;
            Assert.Null(Sim.Simulation.ScenarioCheck.Refusal(solved.Scenario!));
            foreach (var actor in solved.Scenario!.Actors)
            {
                var states = ScenarioRules.States(actor, solved.Scenario.StepUs, solved.Scenario.StepCount);
                Assert.All(states, s => Assert.True(double.IsFinite(s.X + s.Y + s.HeadingRad + s.SpeedMps + s.AccelMps2 + s.YawRateRps)));
            }
        }

        // Nonsense may be refused; sense must not be: about half of these records tell a possible story.
        Assert.True(valid > asked / 3, $"{valid} of {asked}");
    }
}
