using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Collision;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

public class CriticalityTests
{
    private const double Dt = 0.1;

    [Fact]
    public void A_closing_lead_gives_the_textbook_time_to_collision_headway_and_deceleration()
    {
        // Gap 30 m between bumpers, 20 against 10 m/s: TTC 3 s, headway 1.5 s, required deceleration 10² / (2·30).
        var assessment = Assess(Straight("ego", 0, 0, 20, steps: 1), Straight("lead", 34, 0, 10, steps: 1));

        Near(3.0, Value(assessment, "min_ttc"));
        Near(1.5, Value(assessment, "min_thw"));
        Near(100 / 60.0, Value(assessment, "max_drac"));
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "min_pet").Value.State);
    }

    [Fact]
    public void The_worst_instant_is_reported_with_actors_and_inputs()
    {
        var assessment = Assess(Straight("ego", 0, 0, 20, steps: 11), Straight("lead", 34, 0, 10, steps: 11));
        var ttc = Metric(assessment, "min_ttc");

        Near(2.0, ttc.Value.Value!.Value);
        Assert.Equal(1_000_000, ttc.Value.WorstTimeUs);
        Assert.Equal(["ego", "lead"], ttc.Value.Actors);
        Near(20.0, ttc.Value.Inputs.Single(i => i.Name == "gap").Value);
        Assert.Equal(11, ttc.Series.Count);
    }

    [Fact]
    public void A_speed_that_is_all_but_zero_gives_no_infinite_headway()
    {
        var assessment = Assess(Straight("ego", 0, 0, 1e-310, steps: 3), Straight("lead", 34, 0, 0, steps: 3));

        Assert.Empty(Metric(assessment, "min_thw").Series);
        Assert.Null(assessment.Fault());
    }

    [Fact]
    public void An_opening_gap_is_no_conflict_not_a_number()
    {
        var assessment = Assess(Straight("ego", 0, 0, 10, steps: 5), Straight("lead", 30, 0, 20, steps: 5));

        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "min_ttc").Value.State);
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "max_drac").Value.State);
        Assert.Equal(MeasuredState.Value, Metric(assessment, "min_thw").Value.State);
    }

    [Fact]
    public void A_neighbour_in_the_next_lane_is_no_lead()
    {
        var assessment = Assess(Straight("ego", 0, 0, 20, steps: 5), Straight("other", 30, 3.5, 5, steps: 5));

        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "min_ttc").Value.State);
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "min_thw").Value.State);
    }

    [Fact]
    public void Alone_nothing_applies_but_contacts_are_still_counted()
    {
        var assessment = Assess(Straight("ego", 0, 0, 20, steps: 5));

        Assert.Equal(MeasuredState.NotApplicable, Metric(assessment, "min_ttc").Value.State);
        Assert.Equal(0, Value(assessment, "collision.any"));
    }

    [Fact]
    public void Without_an_ego_every_metric_is_not_applicable()
    {
        var recording = Recording(Straight("a", 0, 0, 20, steps: 5)) with { EgoId = null };
        var assessment = new CriticalityAssessor().Assess(new AssessRequest { Recording = recording }, AssessPeers.None, TestContext.Current.CancellationToken);

        Assert.All(assessment.Metrics, m => Assert.Equal(MeasuredState.NotApplicable, m.Value.State));
        Assert.Null(assessment.Severity);
    }

    [Fact]
    public void Crossing_one_second_apart_gives_that_post_encroachment_time()
    {
        // The ego (4 m long, 2 m wide) drives along x through the origin; the other crosses along y. At 10 m/s the ego's box covers the other's
        // 2 m wide strip from s = -3 to 3 m, i.e. for 0.6 s; the other enters the ego's strip 1 s after the ego has left it.
        var ego = Straight("ego", -20, 0, 10, steps: 60);
        double delay = 2.0 + 0.3 + 1.0;
        var other = Path("other", step => new ActorState(0, -(10 * (delay + 0.3)) + 10 * Dt * step, Math.PI / 2, 10), 60);
        var pet = Metric(Assess(ego, other), "min_pet").Value;

        Assert.Equal(MeasuredState.Value, pet.State);
        Assert.InRange(pet.Value!.Value, 0.99, 1.11);
        Assert.Equal(["ego", "other"], pet.Actors);
    }

    [Fact]
    public void Overlapping_boxes_collide_in_zero_seconds()
    {
        var a = new OrientedBox(new Pose2d(0, 0, 0), 4, 2);
        Assert.Equal(0, TimeToCollision.Between(a, new(1, 0), new OrientedBox(new Pose2d(3, 0.5, 1), 4, 2), new(0, 0)));
    }

    [Fact]
    public void A_box_that_misses_by_a_hair_never_collides()
    {
        var a = new OrientedBox(new Pose2d(0, 0, 0), 4, 2);
        Assert.Equal(double.PositiveInfinity, TimeToCollision.Between(a, new(10, 0), new OrientedBox(new Pose2d(30, 2.001, 0), 4, 2), new(0, 0)));
        Near(2.6, TimeToCollision.Between(a, new(10, 0), new OrientedBox(new Pose2d(30, 1.999, 0), 4, 2), new(0, 0)));
    }

    [Fact]
    public void Time_to_collision_agrees_with_stepping_the_boxes_forward()
    {
        var random = new Random(3);
        for (int n = 0; n < 400; n++)
        {
            double Next(double span) => (random.NextDouble() - 0.5) * span;
            var a = new OrientedBox(new Pose2d(0, 0, Next(6)), 4.5, 1.8);
            var centre = new Vector2d(Next(60), Next(60));
            double heading = Next(6);
            var b = new OrientedBox(new Pose2d(centre.X, centre.Y, heading), 3, 1);
            var va = new Vector2d(Next(30), Next(30));
            var vb = new Vector2d(Next(30), Next(30));
            double ttc = TimeToCollision.Between(a, va, b, vb);
            bool At(double t) => a.Overlaps(new OrientedBox(new Pose2d(centre.X + (vb.X - va.X) * t, centre.Y + (vb.Y - va.Y) * t, heading), 3, 1));
            if (double.IsFinite(ttc))
            {
                Assert.True(At(ttc + 1e-9) || At(ttc));
                Assert.False(ttc > 1e-6 && At(ttc - 1e-6));
            }
            else
            {
                for (double t = 0; t < 6; t += 0.01)
                {
                    Assert.False(At(t));
                }
            }
        }
    }

    [Fact]
    public void A_mirrored_scene_has_the_same_values()
    {
        Track Other(double side) => Path("other", step => new ActorState(40 - 0.5 * step, side * (6 - 0.1 * step), side * -0.2, 8), 40);
        var left = Assess(Straight("ego", 0, 0, 12, steps: 40), Other(1));
        var right = Assess(Straight("ego", 0, 0, 12, steps: 40), Other(-1));

        foreach (var metric in left.Metrics)
        {
            Assert.Equal(metric.Value.State, Metric(right, metric.Name).Value.State);
            Near(metric.Value.Value ?? 0, Metric(right, metric.Name).Value.Value ?? 0);
        }
    }

    [Fact]
    public void A_replay_artefact_is_counted_apart_and_is_nobodys_fault()
    {
        var recording = Recording(Straight("ego", 0, 0, 20, steps: 5), Straight("b", -10, 0, 30, steps: 5)) with
        {
            Contacts =
            [
                new Contact
                {
                    TimeUs = 200_000, A = "ego", B = "b", X = 0, Y = 0, ZoneA = ImpactZone.Rear, ZoneB = ImpactZone.Front, RelativeSpeedMps = 10,
                    HeadingDifferenceRad = 0, SpeedAMps = 20, SpeedBMps = 30, Class = CollisionClass.ActiveRear, AtFault = false, ReplayArtefact = true,
                },
            ],
        };
        var assessment = Assess(recording);

        Assert.Equal(0, Value(assessment, "collision.any"));
        Assert.Equal(1, Value(assessment, "collision.replay_artefact"));
        Assert.Contains("replay artefact", assessment.Evidence[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_names_the_nearest_one()
    {
        var options = Setting.Map(("tcc", Setting.Scalar("1 s")));
        var error = Assert.Throws<InputException>(() => CriticalityOptions.From(options));
        Assert.Contains("did you mean 'ttc'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_announced_metric_is_given_on_request_and_no_other()
    {
        var assessor = new CriticalityAssessor();
        var request = new AssessRequest
        {
            Recording = Recording(Straight("ego", 0, 0, 20, steps: 5), Straight("lead", 34, 0, 10, steps: 5)),
            Options = Setting.Map(("metrics", new Setting { Kind = SettingKind.List, Items = [.. assessor.Metrics.Select(Setting.Scalar)] })),
        };
        var assessment = assessor.Assess(request, AssessPeers.None, TestContext.Current.CancellationToken);
        Assert.Equal(assessor.Metrics, assessment.Metrics.Select(m => m.Name));
    }

    private static Assessment Assess(params Track[] tracks) => Assess(Recording(tracks));

    private static Assessment Assess(Recording recording) =>
        new CriticalityAssessor().Assess(new AssessRequest { Recording = recording }, AssessPeers.None, CancellationToken.None);

    private static Recording Recording(params Track[] tracks) => new()
    {
        Name = "t",
        StepUs = 100_000,
        StepCount = tracks.Max(t => t.EndStep),
        Map = RoadMap.Empty,
        EgoId = tracks[0].Id,
        Tracks = tracks,
        Provenance = new() { Generator = "test" },
    };

    private static Track Straight(string id, double x, double y, double speed, int steps) =>
        Path(id, step => new ActorState(x + speed * Dt * step, y, 0, speed), steps);

    private static Track Path(string id, Func<int, ActorState> state, int steps) =>
        Track.FromStates(id, ActorClass.Car, new(4, 2), 0, [.. Enumerable.Range(0, steps).Select(state)]);

    private static Metric Metric(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name);

    private static double Value(Assessment assessment, string name) => Metric(assessment, name).Value.Value!.Value;

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 9);
}
