using Sim.Numerics;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>What holds for every recording, on drawn ones.</summary>
public class CriticalityPropertyTests
{
    private const int Draws = 60;

    // The time of the closest encounter is no measure of how close it was; the same holds for when a log was left.
    private static readonly string[] Unordered = ["ttce", "valid_until"];

    // Times and what they scale with when everything happens twice as slowly.
    private static readonly (string Name, int Power)[] Scaling =
    [
        ("min_ttc", 1), ("min_ttc_path", 1), ("min_ttc_ca", 1), ("min_thw", 1), ("min_thw_traj", 1), ("min_hw", 0), ("min_dce", 0),
        ("max_drac", -2), ("max_a_long_req", -2), ("max_a_lat_req", -2), ("max_a_req", -2), ("max_jerk_long", -3),
    ];

    [Fact]
    public void Every_state_is_valid_and_every_absence_has_a_reason()
    {
        for (ulong seed = 0; seed < 3 * Draws; seed++)
        {
            var recording = Drive.Drawn(seed, (int)(seed % 7));
            recording = seed % 3 == 0 ? recording with { Map = Drive.Road } : recording;
            recording = seed % 2 == 0 ? Drive.Blinking(recording, seed) : recording;
            var assessment = All(recording);
            Assert.Null(assessment.Fault());
            Assert.Equal(new CriticalityAssessor().Metrics, assessment.Metrics.Select(m => m.Name));
            foreach (var metric in assessment.Metrics)
            {
                Assert.True(metric.Value.HasValue || metric.Value.Reason.Length > 0, metric.Name);
                Assert.True(!metric.Value.HasValue || metric.Value.WorstTimeUs is null or >= 0, metric.Name);
                Assert.All(metric.Series, s => Assert.InRange(s.Step, 0, recording.StepCount - 1));
            }

            Assert.All(assessment.Evidence, e => Assert.DoesNotContain("NaN", e.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_rigid_motion_changes_nothing()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var recording = Drive.Drawn(seed, 5);
            Same(All(recording), All(Drive.Moved(recording, 40, -70, 0.3 + seed)), seed);
        }
    }

    [Fact]
    public void A_mirrored_scene_has_mirrored_values()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var recording = Drive.Drawn(seed, 5);
            Same(All(recording), All(Drive.Mirrored(recording)), seed, name => name switch
            {
                "min_tts_left" => "min_tts_right",
                "min_tts_right" => "min_tts_left",
                _ => name,
            });
        }
    }

    [Fact]
    public void Twice_as_slow_doubles_times_and_quarters_decelerations()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var recording = Drive.Drawn(seed, 4);
            var slow = Drive.Changed(recording, s => s with
            {
                SpeedMps = s.SpeedMps / 2,
                LateralMps = s.LateralMps / 2,
                AccelMps2 = s.AccelMps2 / 4,
                YawRateRps = s.YawRateRps / 2,
            }) with
            { StepUs = 2 * recording.StepUs };
            var (a, b) = (All(recording), All(slow));
            foreach (var (name, power) in Scaling)
            {
                var (x, y) = (Drive.Of(a, name), Drive.Of(b, name));
                Assert.True(x.State == y.State, $"{seed} {name}: {x.State} {y.State}");
                Near(name, x.Value * Math.Pow(2, power), y.Value, seed);
            }
        }
    }

    [Fact]
    public void Somebody_far_away_changes_nothing()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var recording = Drive.Drawn(seed, 5);
            var far = Drive.Along("far", 20_000, 30_000, 10, recording.StepCount, headingRad: 0.7);
            Same(All(recording), All(recording with { Tracks = [.. recording.Tracks, far] }), seed);
        }
    }

    [Fact]
    public void Another_actor_never_makes_a_worst_value_better()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var more = Drive.Drawn(seed, 6);
            var fewer = more with { Tracks = [.. more.Tracks.Take(6)] };
            var (a, b) = (All(fewer), All(more));
            foreach (var metric in a.Metrics.Where(m => Ordered(m.Name) && m.Value.State != MeasuredState.NotApplicable))
            {
                Assert.True(Rank(metric.Value, metric.Worse) <= Rank(Drive.Of(b, metric.Name), metric.Worse) + 1e-12, $"{seed} {metric.Name}");
            }
        }
    }

    [Fact]
    public void A_harder_braking_lead_never_raises_the_time_to_collision()
    {
        var random = new RandomStream(11);
        for (int n = 0; n < 20_000; n++)
        {
            double gap = random.NextUniform(0, 80), v1 = random.NextUniform(0, 40), a1 = random.NextUniform(-8, 3), v2 = random.NextUniform(0, 40);
            double a = random.NextUniform(-10, 4), harder = a - random.NextUniform(0, 4);
            double before = PathMath.TimeToCollision(gap, v1, a1, v2, a), after = PathMath.TimeToCollision(gap, v1, a1, v2, harder);
            Assert.True(after <= before * (1 + 1e-9), $"{gap} {v1} {a1} {v2} {a} {harder}: {before} {after}");
            Assert.True(PathMath.RequiredDeceleration(gap, v1, v2, harder) >= PathMath.RequiredDeceleration(gap, v1, v2, a) - 1e-9);
        }
    }

    [Fact]
    public void The_time_to_collision_is_where_the_positions_meet()
    {
        static double Place(double v, double a, double t)
        {
            double stop = v * a < 0 ? -v / a : v == 0 && a < 0 ? 0 : double.PositiveInfinity;
            t = Math.Min(t, stop);
            return (v + 0.5 * a * t) * t;
        }

        var random = new RandomStream(12);
        for (int n = 0; n < 5_000; n++)
        {
            double gap = random.NextUniform(0.1, 80), v1 = random.NextUniform(0, 40), a1 = random.NextUniform(-8, 3), v2 = random.NextUniform(-20, 40), a2 = random.NextUniform(-8, 4);
            double ttc = PathMath.TimeToCollision(gap, v1, a1, v2, a2);
            double Gap(double t) => gap + Place(v2, a2, t) - Place(v1, a1, t);
            if (double.IsFinite(ttc))
            {
                Assert.True(Math.Abs(Gap(ttc)) < 1e-7, $"{gap} {v1} {a1} {v2} {a2}: {ttc} {Gap(ttc)}");
            }

            double until = double.IsFinite(ttc) ? ttc * (1 - 1e-9) : 60;
            for (int k = 0; k < 100; k++)
            {
                Assert.True(Gap(until * k / 100) > 0, $"{gap} {v1} {a1} {v2} {a2}: {ttc} at {until * k / 100}");
            }
        }
    }

    [Fact]
    public void With_the_required_deceleration_the_ego_just_does_not_touch()
    {
        var random = new RandomStream(13);
        for (int n = 0; n < 3_000; n++)
        {
            double gap = random.NextUniform(0.5, 80), v1 = random.NextUniform(0, 40), v2 = random.NextUniform(0, 40), a2 = random.NextUniform(-8, 0);
            double need = PathMath.RequiredDeceleration(gap, v1, v2, a2);
            Assert.True(need == 0 || double.IsPositiveInfinity(PathMath.TimeToCollision(gap, v1, -need * 1.0001, v2, a2)), $"{gap} {v1} {v2} {a2} {need}");
            Assert.True(need < 1e-6 || double.IsFinite(PathMath.TimeToCollision(gap, v1, -need * 0.999, v2, a2)), $"{gap} {v1} {v2} {a2} {need}");
        }
    }

    [Fact]
    public void Families_allocate_nothing_per_step_and_actor()
    {
        var scene = Drive.Scene(Traffic(50, 100));
        foreach (var family in MetricFamilies.All.Where(f => OwnFamilies.Contains(f.Name)))
        {
            long Bytes()
            {
                var sheet = new MetricSheet(scene.Options, scene.Alone);
                long before = GC.GetAllocatedBytesForCurrentThread();
                family.Measure(scene, sheet, CancellationToken.None);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Bytes();
            // 5000 relations: the smallest object for each of them would be 120 kB.
            Assert.True(Bytes() < 80_000, $"{family.Name}: {Bytes()} bytes");
        }
    }

    private static readonly string[] OwnFamilies =
        ["time-to-collision", "following", "encroachment", "approach", "crosswalk", "evasion", "exposure", "chance", "motion", "collision", "validity"];

    /// <summary>Dense traffic on four lanes, two of them oncoming, and a few that cross.</summary>
    internal static Recording Traffic(int others, int steps)
    {
        var random = new RandomStream(99);
        var tracks = new List<Track> { Drive.Along("ego", 0, 0, 14, steps, -0.3) };
        for (int i = 0; i < others; i++)
        {
            int lane = i % 5;
            tracks.Add(lane == 4
                ? Drive.Along($"a{i}", 20 + 10 * (i / 5), -30 - 5 * (i / 5), 8, steps, headingRad: Math.PI / 2)
                : Drive.Along($"a{i}", -120 + 25.0 * (i / 5) + 7 * lane, lane * 3.5, 10 + 4 * random.NextDouble(), steps, random.NextUniform(-1, 0.5), lane >= 2 ? Math.PI : 0));
        }

        return Drive.Recording([.. tracks]);
    }

    private static bool Ordered(string metric) => OwnFamilies.Contains(MetricFamilies.Of(metric).Name) && !Unordered.Contains(metric);

    private static Assessment All(Recording recording)
    {
        var assessor = new CriticalityAssessor();
        var names = new Setting { Kind = SettingKind.List, Items = [.. assessor.Metrics.Select(Setting.Scalar)] };
        var options = Setting.Map(("metrics", names), ("chance_samples", Setting.Scalar("20")));
        return assessor.Assess(new AssessRequest { Recording = recording, Options = options, Seed = 1 }, AssessPeers.None, CancellationToken.None);
    }

    private static void Same(Assessment a, Assessment b, ulong seed, Func<string, string>? other = null)
    {
        foreach (var metric in a.Metrics)
        {
            var twin = Drive.Of(b, other?.Invoke(metric.Name) ?? metric.Name);
            Assert.True(metric.Value.State == twin.State, $"{seed} {metric.Name}: {metric.Value.State} ({metric.Value.Reason}) became {twin.State} ({twin.Reason})");
            Near(metric.Name, metric.Value.Value, twin.Value, seed);
        }
    }

    private static void Near(string name, double? expected, double? found, ulong seed)
    {
        if (expected is { } x && found is { } y)
        {
            Assert.True(Math.Abs(x - y) <= 1e-9 * Math.Max(1, Math.Abs(x)), $"{seed} {name}: {x:R} became {y:R}");
        }
    }

    private static double Rank(Measured<double> value, WorseDirection worse) => value.State switch
    {
        MeasuredState.NoConflict => double.NegativeInfinity,
        MeasuredState.Value => worse == WorseDirection.Lower ? -value.Value!.Value : value.Value!.Value,
        MeasuredState.TooLate => double.PositiveInfinity,
        _ => double.NaN,
    };
}
