using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests;

/// <summary>NAVSIM's comfort scores against every recorded case.</summary>
[Trait("Topic", "epdms")]
public sealed class PseudoSimulationComfort(ITestOutputHelper output)
{
    [Fact]
    public void Overlap_differences_features_and_flag_of_extended_comfort_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson(EpdmsMotionVectors.Topic, "extended_comfort.json");
        var report = new VectorReport();
        int index = -1;
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            report.Case();
            string id = $"case {++index}";
            var expected = item.GetProperty("expected");
            var current = EpdmsMotionVectors.ComfortStates(item.GetProperty("current"));
            var previous = EpdmsMotionVectors.ComfortStates(item.GetProperty("previous"));
            var found = ExtendedComfort.Compare(current, previous, VectorReport.Number(item, "observation_interval"));
            report.Same($"{id} overlap", expected.GetProperty("overlap").GetInt32(), found.OffsetSamples);
            report.Same($"{id} samples", expected.GetProperty("n_overlap").GetInt32(), found.Samples);
            report.Same($"{id} flag", VectorReport.Number(expected, "extended_comfort"), found.Score);
            var rms = expected.GetProperty("rms");
            report.Near($"{id} acceleration", VectorReport.Number(rms, "acceleration"), found.AccelRms, 0, 1e-6);
            report.Near($"{id} jerk", VectorReport.Number(rms, "jerk"), found.JerkRms, 0, 1e-6);
            report.Near($"{id} yaw rate", VectorReport.Number(rms, "yaw_rate"), found.YawRateRms, 0, 1e-6);
            report.Near($"{id} yaw accel", VectorReport.Number(rms, "yaw_accel"), found.YawAccelRms, 0, 1e-6);

            int n = found.Samples;
            double[] accel = new double[n], jerk = new double[n], yawRate = new double[n], yawAccel = new double[n];
            ExtendedComfort.Features(current.AsSpan(0, n), accel, jerk, yawRate, yawAccel);
            var features = expected.GetProperty("features_current");
            EpdmsMotionVectors.CompareNumbers($"{id} feature acceleration", VectorReport.Numbers(features.GetProperty("acceleration")), accel, 1e-6, report);
            EpdmsMotionVectors.CompareNumbers($"{id} feature jerk", VectorReport.Numbers(features.GetProperty("jerk")), jerk, 1e-6, report);
            EpdmsMotionVectors.CompareNumbers($"{id} feature yaw rate", VectorReport.Numbers(features.GetProperty("yaw_rate")), yawRate, 1e-6, report);
            EpdmsMotionVectors.CompareNumbers($"{id} feature yaw accel", VectorReport.Numbers(features.GetProperty("yaw_accel")), yawAccel, 1e-6, report);
        }

        report.Conclude(output);
    }

    [Fact]
    public void Comfort_flags_of_recorded_states_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson(EpdmsMotionVectors.Topic, "scorer.json.gz");
        var report = new VectorReport();
        foreach (var recorded in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            var scene = EpdmsVectors.Scene(recorded);
            int index = -1;
            foreach (var item in recorded.GetProperty("cases").EnumerateArray())
            {
                report.Case();
                var expected = item.GetProperty("expected");
                var states = new List<EgoState>();
                foreach (var state in expected.GetProperty("simulated_states").EnumerateArray())
                    states.Add(EpdmsVectors.State(state));
                var found = Comfort.Test(states.ToArray(), scene.History, scene.TimeUs, scene.Shape);
                string flags = string.Concat(
                    new[] { found.LongitudinalAccel, found.LateralAccel, found.Jerk, found.LongitudinalJerk, found.YawAccel, found.YawRate }.Select(f => f ? '1' : '0'));
                report.Same($"{scene.Name} case {++index}", expected.GetProperty("raw").GetProperty("comfort_flags").GetString(), flags);
            }
        }

        report.Conclude(output);
    }
}
