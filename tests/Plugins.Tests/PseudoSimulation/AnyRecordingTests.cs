using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.Sdk;
using Drawn = Sim.Tests.Leaderboards.AnyRecordingTests;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Recordings drawn at random: whatever they hold, every metric has a finite value in its range, or a state with a reason.</summary>
public sealed class AnyRecordingTests
{
    private static readonly Setting[] Options =
    [
        Setting.Empty,
        Of(("compat", "sane"), ("traffic", "constant-velocity"), ("t0", "worst")),
        Of(("stages", "2"), ("traffic", "idm"), ("shown_history", "2")),
        Of(("stages", "2"), ("traffic", "log-replay"), ("compat", "sane"), ("end_point", "simulated"), ("frames", "1")),
        Of(("t0", "every 2 s"), ("traffic", "log-replay"), ("human_filter", "false")),
    ];

    [Fact]
    public void Every_metric_of_any_recording_has_a_value_in_its_range_or_a_reason()
    {
        var assessor = new PseudoSimulationAssessor();
        int scored = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var recording = Drawn.Draw(new RandomStream(seed));
            var request = new AssessRequest { Recording = recording, Options = Options[seed % (ulong)Options.Length], Seed = seed };
            var peers = new AssessPeers(Recorded.Straight(), Setting.Empty, null);
            var assessment = assessor.Assess(request, peers, TestContext.Current.CancellationToken);

            Assert.Null(assessment.Fault());
            Assert.Subset(assessor.Metrics.ToHashSet(), assessment.Metrics.Select(m => m.Name).ToHashSet());
            foreach (var metric in assessment.Metrics)
            {
                Assert.NotEqual(MeasuredState.Failed, metric.Value.State);
                Assert.True(metric.Value.HasValue || metric.Value.Reason.Length > 0, $"{seed}: {metric.Name} has neither value nor reason");
                double most = metric.Name is "epdms.driver_calls" or "epdms.views" ? 10_000 : 1 + 1e-9;
                Assert.True(metric.Value.Value is null or >= 0 && (metric.Value.Value ?? 0) <= most, $"{seed}: {metric.Name} is {metric.Value.Value}");
                Assert.True(metric.Value.WorstTimeUs is null or >= 0 && (metric.Value.WorstTimeUs ?? 0) <= recording.TimeUs(recording.StepCount), $"{seed}: {metric.Name}");
                Assert.All(metric.Series, s => Assert.InRange(s.Step, 0, recording.StepCount - 1));
            }

            scored += assessment.Metrics.Any(m => m.Name == "epdms.nc" && m.Value.HasValue) ? 1 : 0;
            if (seed % 10 == 0)
            {
                var again = assessor.Assess(request, peers, TestContext.Current.CancellationToken);
                Assert.Equal(assessment.Metrics.Select(m => (m.Value.Value, m.SecondReading?.Value)), again.Metrics.Select(m => (m.Value.Value, m.SecondReading?.Value)));
            }
        }

        Assert.True(scored > 20, $"only {scored} could be judged: the draws are too odd to test anything");
    }

    private static Setting Of(params (string Key, string Value)[] entries) => Setting.Map(entries.Select(e => (e.Key, Setting.Scalar(e.Value))));
}
