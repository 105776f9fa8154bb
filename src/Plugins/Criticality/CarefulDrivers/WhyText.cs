using Sim.Plugins.Criticality.Collision;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>The story of a conflict in sentences, every figure of which is measured.</summary>
internal static class WhyText
{
    private const double BrakesMps2 = 1;

    /// <summary>When it became critical and by whom, until when braking would have been enough, when the ego began, and what careful drivers come to.</summary>
    public static Evidence Of(EgoScene scene, CarefulVerdict verdict)
    {
        int step = Begin(scene, verdict, out double ttc);
        string text = Situation(scene, verdict.Other, step, ttc) + Braking(scene, verdict) + Verdict(verdict);
        return new Evidence(text, scene.Recording.TimeUs(step), [scene.Ego.Id, verdict.Other.Track.Id]);
    }

    // The first instant of the last stretch under the critical time to collision before the end; the end itself where there is none.
    private static int Begin(EgoScene scene, CarefulVerdict verdict, out double ttc)
    {
        int begin = verdict.Step;
        ttc = Ttc(scene, verdict.Other, begin);
        for (int step = verdict.Step; step >= verdict.Other.FromStep && verdict.Other.IsPresent(step); step--)
        {
            double value = Ttc(scene, verdict.Other, step);
            if (value > scene.Options.TtcS)
            {
                break;
            }

            (begin, ttc) = (step, value);
        }

        return begin;
    }

    private static double Ttc(EgoScene scene, ActorView other, int step)
    {
        ref readonly var ego = ref scene.At(step);
        ref readonly var there = ref other.At(step);
        return ego.Present && there.Present ? TimeToCollision.Between(ego.Box, ego.Velocity, there.Box, there.Velocity) : double.PositiveInfinity;
    }

    private static string Situation(EgoScene scene, ActorView other, int step, double ttc)
    {
        ref readonly var ego = ref scene.At(step);
        ref readonly var there = ref other.At(step);
        string id = other.Track.Id;
        bool crosses = Math.Abs(there.SpeedAcrossMps) > Math.Abs(there.SpeedMps) && Math.Abs(there.SpeedAcrossMps) > 0.3;
        double strongest = StrongestBrake(scene, other, step);
        string does = crosses ? $"{id} crossed at {N1(Math.Abs(there.SpeedAcrossMps))} m/s"
            : there.SpeedMps < -0.3 ? $"{id} came towards the ego at {N1(-there.SpeedMps)} m/s"
            : strongest >= BrakesMps2 ? $"{id} decelerated at {N1(strongest)} m/s²"
            : Math.Abs(there.SpeedMps) < 0.3 ? $"{id} stood ahead"
            : Math.Abs(there.SpeedAcrossMps) > 0.2 ? $"{id} moved sideways at {N1(Math.Abs(there.SpeedAcrossMps))} m/s"
            : $"{id} drove {N1(there.SpeedMps)} m/s";
        string apart = crosses
            ? $"distance {N1(ego.Box.DistanceTo(there.Box))} m, the ego at {N1(ego.SpeedMps)} m/s"
            : $"gap {N1(Math.Max(there.GapM, 0))} m, closing {N1(ego.SpeedMps - there.SpeedMps)} m/s";
        string time = !double.IsFinite(ttc) ? "no contact ahead at constant velocity"
            : ttc <= scene.Options.TtcS ? $"TTC {N2(ttc)} s, under {N1(scene.Options.TtcS)} s" : $"TTC {N2(ttc)} s";
        return $"At {N2(scene.Recording.TimeUs(step) / 1e6)} s {does}; {apart}: {time}.";
    }

    private static double StrongestBrake(EgoScene scene, ActorView other, int step)
    {
        double strongest = 0;
        for (int at = Math.Max(other.FromStep, step - (int)Math.Ceiling(1 / scene.DtSeconds)); at <= step; at++)
        {
            ref readonly var there = ref other.At(at);
            strongest = there.Present && there.SpeedMps > 0 ? Math.Max(strongest, -there.AccelMps2) : strongest;
        }

        return strongest;
    }

    private static string Braking(EgoScene scene, CarefulVerdict verdict)
    {
        if (!verdict.Contact)
        {
            return "";
        }

        string enough = verdict.LatestBrakeStep is { } latest
            ? $" Braking at {N1(verdict.BrakeMps2)} m/s² would have been enough until {N2(scene.Recording.TimeUs(latest) / 1e6)} s;"
            : $" Braking at {N1(verdict.BrakeMps2)} m/s² would not have been enough at any time considered;";
        return enough + (BrakeBegin(scene, verdict.TimeUs) is { } began ? $" the ego began at {N2(scene.Recording.TimeUs(began) / 1e6)} s." : " the ego did not brake.");
    }

    // First step of the last braking before the contact; what the impact and an engine do to the speed afterwards is no braking of the driver.
    private static int? BrakeBegin(EgoScene scene, long contactUs)
    {
        int? began = null;
        int last = (int)Math.Min(contactUs / scene.Recording.StepUs, scene.EndStep - 1);
        for (int step = last; step > scene.FromStep && scene.At(step).Present && scene.At(step - 1).Present; step--)
        {
            bool brakes = scene.At(step - 1).SpeedMps - scene.At(step).SpeedMps >= BrakesMps2 * scene.DtSeconds;
            if (!brakes && began is not null)
            {
                break;
            }

            began = brakes ? step - 1 : began;
        }

        return began;
    }

    private static string Verdict(CarefulVerdict verdict)
    {
        if (!verdict.Contact)
        {
            return "";
        }

        // The careful human speaks for R157; where another driver decides the verdict, that one is named too.
        var first = verdict.Drivers.First(d => d.Model == (verdict.Applies ? "careful-human" : "rss-ego"));
        string text = $" {(verdict.Applies ? "A careful human driver (R157)" : "R157 does not apply here; the RSS ego")} {Would(first)}";
        var counting = verdict.Applies ? verdict.Drivers.Take(4) : verdict.Drivers.Skip(4);
        if (first.Outcome != CounterfactualOutcome.Avoids && counting.FirstOrDefault(d => d.Outcome == CounterfactualOutcome.Avoids) is { } better)
        {
            text += $", the driver {better.Model} {Would(better)}";
        }

        string band = verdict.Disputed ? $" ({verdict.BandPreventable} of {verdict.BandRuns} variants of reaction time and deceleration avoid it)" : "";
        return $"{text}: {verdict.Word}{band}.";
    }

    private static string Would(Counterfactual driver) => driver.Outcome == CounterfactualOutcome.Avoids
        ? "would have avoided it" : $"would have touched {driver.Other} at {N1(driver.ImpactSpeedMps ?? 0)} m/s";

    private static string N1(double value) => FormattableString.Invariant($"{value:0.0}");

    private static string N2(double value) => FormattableString.Invariant($"{value:0.00}");
}
