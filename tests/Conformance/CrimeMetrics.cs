using System.Text.Json;
using Sim.Plugins.Criticality.Approach;
using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Exposure;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Impact;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Tests;

/// <summary>
/// Every measure of CommonRoad-CriMe wherever its recording can be compared (the vectors' README). Where Sim differs on purpose is tested by name in
/// Sim.Plugins.Tests (Criticality/ToolboxDefectTests).
/// </summary>
[Trait("Topic", "criticality")]
public partial class CrimeMetrics(ITestOutputHelper output)
{
    // Half a unit of the toolbox's two decimals, and the last bit.
    private const double Cents = 0.011;
    private const double GapErrorM = 0.006;
    private const double BrakeMps2 = 11.5;
    private const double SafetyTimeS = 2;
    private const double TauS = 2;
    private const double SameLaneM = 1.75;
    private const double LinearBelowMps2 = 0.1;

    [Fact]
    public void The_rebuilt_motions_are_the_recorded_ones() => Each((c, report) => c.CompareStates(report));

    [Fact]
    public void Distance_headway_matches() => EachStep("HW", (c, step, there, expected, report, where) =>
    {
        double gap = Gap(c, step);
        if (SameLane(there) && gap >= 0)
        {
            report.Near(where, expected, gap, 0, Cents);
        }
        else
        {
            report.Same(where, double.PositiveInfinity, expected);
        }
    });

    [Fact]
    public void Stopping_distance_matches() => EachStep("MSD", (c, step, there, expected, report, where) =>
    {
        double speed = c.Scene.At(step).SpeedMps;
        report.Near(where, expected, speed * speed / (2 * BrakeMps2), 0, Cents);
    });

    [Fact]
    public void The_closest_encounter_and_its_time_match()
    {
        EachStep("DCE", (c, step, there, expected, report, where) =>
        {
            Encounter(c, step, out double distance);
            report.Near(where, expected, distance, 0, Cents);
        });
        EachStep("TTCE", (c, step, there, expected, report, where) =>
        {
            int at = Encounter(c, step, out _);
            report.Near(where, expected, (at - step) * c.Dt, 0, c.Dt + 1e-9);
        });
    }

    [Fact]
    public void Time_headway_along_the_driven_way_matches() => EachStep("THW", (c, step, there, expected, report, where) =>
    {
        if (!SameLane(there) || !there.Ahead || there.GapM <= 0 || there.SpeedAcrossMps != 0)
        {
            return;
        }

        double found = new DrivenReach(c.LongScene).TimeUntil(step, there.S - there.ReachAlongM);
        if (double.IsInfinity(expected) || double.IsInfinity(found))
        {
            report.Same(where, expected, found);
        }
        else
        {
            report.Near(where, expected, found, 0, c.Dt + 1e-9);
        }
    });

    [Fact]
    public void Time_to_collision_matches_where_the_other_does_not_brake() => EachStep("TTC", (c, step, there, expected, report, where) =>
    {
        if (Comparable(c, step, there))
        {
            double found = Ttc(c, step);
            // At just 0.1 m/s² rounding decides which of its two formulas the toolbox takes.
            double other = Math.Abs(Math.Abs(there.AccelMps2 - c.Scene.At(step).AccelMps2) - LinearBelowMps2) < 1e-6 ? Ttc(c, step, LinearBelowMps2 * 2) : found;
            found = Math.Abs(other - expected) < Math.Abs(found - expected) ? other : found;
            if (double.IsInfinity(expected) || double.IsInfinity(found))
            {
                report.Same(where, expected, found);
            }
            else
            {
                report.Near(where, expected, found, 0, Cents + TimeError(c, step, found));
            }
        }
    });

    [Fact]
    public void Required_deceleration_and_brake_threat_match_where_the_other_does_not_brake_and_the_gap_closes()
    {
        EachStep("ALongReq", (c, step, there, expected, report, where) =>
        {
            if (Comparable(c, step, there) && there.SpeedAcrossMps == 0 && c.Scene.At(step).SpeedMps > there.SpeedMps)
            {
                // The toolbox divides by a gap that it has rounded to hundredths.
                report.Near(where, expected, -Need(c, step, there), 0.005 / there.GapM, Cents);
            }
        });
        EachStep("BTN", (c, step, there, expected, report, where) =>
        {
            if (Comparable(c, step, there) && there.SpeedAcrossMps == 0 && c.Scene.At(step).SpeedMps > there.SpeedMps)
            {
                report.Near(where, expected, Need(c, step, there) / BrakeMps2, 0.005 / there.GapM, Cents / BrakeMps2);
            }
        });
    }

    [Fact]
    public void Required_lateral_acceleration_matches_where_nobody_moves_sideways()
    {
        foreach (string name in (string[])["ALatReq", "STN"])
        {
            EachStep(name, (c, step, there, expected, report, where) =>
            {
                double ttc = Ttc(c, step);
                if (Comparable(c, step, there) && !c.IsPedestrian && there.LateralM == 0 && there.SpeedAcrossMps == 0 && double.IsFinite(ttc) && ttc > 0.1)
                {
                    double found = PathMath.RequiredLateral(0, 0, 0, there.ReachAcrossM + c.Scene.At(step).Box.HalfWidthM, ttc);
                    double scale = name == "STN" ? 8 : 1;
                    // The toolbox squares a time that it has rounded to hundredths.
                    report.Near(where, expected, found / scale, 2.1 * (0.005 + TimeError(c, step, ttc)) / ttc, Cents / scale);
                }
            });
        }
    }

    [Fact]
    public void Deceleration_to_the_safety_time_matches_outside_it() => EachStep("DST", (c, step, there, expected, report, where) =>
    {
        if (SameLane(there) && there.SpeedAcrossMps == 0 && there.Ahead && there.GapM > there.SpeedMps * SafetyTimeS && c.Scene.At(step).SpeedMps > there.SpeedMps)
        {
            report.Near(where, expected, PathMath.ToSafetyTime(there.GapM, c.Scene.At(step).SpeedMps, there.SpeedMps, SafetyTimeS), GapErrorM / (there.GapM - there.SpeedMps * SafetyTimeS), Cents);
        }
    });

    [Fact]
    public void Change_of_velocity_matches_where_the_other_stands() => EachStep("DeltaV", (c, step, there, expected, report, where) =>
    {
        if (there.Velocity.Length == 0)
        {
            report.Near(where, expected, Severity.DeltaVMps(1500, 1500, there.Velocity - c.Scene.At(step).Velocity), 0, Cents);
        }
    });

    [Fact]
    public void Worst_time_to_collision_is_the_smallest_root_wherever_the_toolbox_returns_a_larger_one() => EachStep("WTTC", (c, step, there, expected, report, where) =>
    {
        ref readonly var here = ref c.Scene.At(step);
        var apart = there.Box.Centre - here.Box.Centre;
        var rate = there.Velocity - here.Velocity;
        double theirs = c.IsPedestrian ? there.Box.HalfWidthM : Disc(there.Box.LengthM, there.Box.WidthM);
        double radius = Disc(here.Box.LengthM, here.Box.WidthM) + theirs;
        double accel = BrakeMps2 + (c.IsStatic ? 0 : BrakeMps2);
        double found = WorstCase.Time(apart.X, apart.Y, rate.X, rate.Y, radius, accel);
        double Beyond(double t) => (apart + rate * t).Length - radius - 0.5 * accel * t * t;
        if (found == 0)
        {
            // Discs that overlap already have no time left; the toolbox lists a later root.
            report.Same(where, true, Beyond(0) <= 0);
        }
        else if (found < expected - 0.051)
        {
            report.Near(where + " (residual)", 0, Beyond(found), 0, 1e-6);
            report.Same(where + " (a root, but not the first)", true, Beyond(expected - 0.051) * Beyond(expected + 0.051) <= 0);
        }
        else
        {
            report.Near(where, expected, found, 0, 0.051);
        }
    });

    [Fact]
    public void Exposure_to_short_times_matches_where_the_other_does_not_brake()
    {
        foreach (string name in (string[])["TET", "TIT"])
        {
            EachStep(name, (c, step, there, expected, report, where) =>
            {
                double sum = 0;
                for (int k = 0; k < c.Steps; k++)
                {
                    ref readonly var then = ref c.Other.At(k);
                    if (then.AccelMps2 < -1e-9 || StopsBeforeContact(c, k))
                    {
                        return;
                    }

                    double ttc = SameLane(then) && then.Ahead && Gap(c, k) > 0 ? Ttc(c, k) : double.PositiveInfinity;
                    sum += ttc <= TauS ? (name == "TET" ? 1 : TauS - ttc) * c.Dt : 0;
                }

                report.Near(where, expected, sum, 0, name == "TET" ? c.Dt + 1e-9 : 0.005 * c.Steps * c.Dt + 0.02);
            });
        }
    }

    [Fact]
    public void Longitudinal_jerk_matches() => EachStep("LongJ", (c, step, there, expected, report, where) =>
    {
        var ego = c.Scene.Ego;
        var accel = new double[c.Steps];
        var jerk = new double[c.Steps];
        for (int k = 0; k < c.Steps; k++)
        {
            accel[k] = c.Scene.At(k).AccelMps2;
        }

        Derivative.Of(ego, accel, c.Dt, jerk, []);
        report.Near(where, expected, Math.Abs(jerk[step]), 0, Cents);
    });

    [Fact]
    public void Crash_potential_matches_with_the_toolbox_s_own_requirement() => EachStep("CPI", (c, step, there, expected, report, where) =>
    {
        double sum = 0;
        for (int k = 0; k < c.Steps; k++)
        {
            ref readonly var then = ref c.Other.At(k);
            if (then.AccelMps2 < -1e-9)
            {
                return;
            }

            double closing = c.Scene.At(k).SpeedMps - then.SpeedMps;
            sum += SameLane(then) && then.Ahead && then.GapM > 0
                ? TruncatedNormal.MaximumAvailableDeceleration.Cdf(closing * closing / (2 * then.GapM) - then.AccelMps2)
                : 0;
        }

        // A hundredth of a metre decides the requirement at the last step before a contact.
        report.Near(where, expected, sum / c.Steps, 0.01, 0.5 / c.Steps);
    });

    [Fact]
    public void Violations_of_personal_space_match() => EachStep("SOI", (c, step, there, expected, report, where) =>
    {
        var lanes = c.Scene.Recording.Map.Index();
        int pairs = 0;
        Span<int> found = stackalloc int[8];
        for (int k = step; k < c.Steps; k++)
        {
            pairs += PersonalSpace.Of(c.Scene.At(k), lanes, found).Holds(c.Other.At(k)) ? 1 : 0;
        }

        report.Near(where, expected, pairs, 0, 1e-9);
    });

    [Fact]
    public void Time_to_the_recorded_contact_matches() => EachStep("TTCStar", (c, step, there, expected, report, where) =>
    {
        int contact = Contact(c, Search(c), step);
        report.Same(where, expected, contact < 0 ? double.PositiveInfinity : Math.Round(contact * c.Dt, 6));
    });

    [Theory]
    [InlineData("TTB", "Brake")]
    [InlineData("TTK", "Kickdown")]
    [InlineData("TTS", "SteerLeft", "SteerRight")]
    [InlineData("TTR", "Brake", "Kickdown", "SteerLeft", "SteerRight")]
    public void Times_to_react_match(string name, params string[] manoeuvres) => EachStep(name, (c, step, there, expected, report, where) =>
    {
        var search = Search(c);
        int contact = Contact(c, search, step);
        double latest = contact < 0 ? double.PositiveInfinity : double.NegativeInfinity;
        foreach (string word in contact < 0 ? [] : manoeuvres)
        {
            // The toolbox bisects, which is the same wherever an earlier start never hurts; Sim finds what it misses.
            var manoeuvre = Enum.Parse<Manoeuvre>(word);
            int low = 0;
            for (int high = contact; low < high;)
            {
                int middle = (low + high) / 2;
                (low, high) = search.Avoids(manoeuvre, middle) ? (middle + 1, high) : (low, middle);
            }

            double bisected = low > 0 ? (low - 1) * c.Dt : double.NegativeInfinity;
            int last = Enumerable.Range(0, contact).LastOrDefault(k => search.Avoids(manoeuvre, k), -1);
            report.Same(where + " (found by bisection, missed by us)", false, last >= 0 ? last * c.Dt < bisected - 1e-9 : low > 0);
            latest = Math.Max(latest, bisected);
        }

        if (double.IsInfinity(expected) || double.IsInfinity(latest))
        {
            report.Same(where, expected, latest);
        }
        else
        {
            report.Near(where, expected, latest, 0, 0.2 + 1e-9);
        }
    });

    private void Each(Action<CrimeCase, VectorReport> compare)
    {
        using var vectors = GoldenData.GoldenJson("criticality", "commonroad_crime.json");
        var report = new VectorReport();
        foreach (var item in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            report.Case();
            compare(new CrimeCase(item), report);
        }

        report.Conclude(output);
    }

    private void EachStep(string name, CompareStep compare) => Each((c, report) =>
    {
        foreach (var (step, values) in c.Results())
        {
            if (CrimeCase.Value(values, name) is { } expected)
            {
                compare(c, step, c.Other.At(step), expected, report, $"case {c.Id} step {step} {name}");
            }
        }
    });

    private delegate void CompareStep(CrimeCase c, int step, Relation there, double expected, VectorReport report, string where);
}
