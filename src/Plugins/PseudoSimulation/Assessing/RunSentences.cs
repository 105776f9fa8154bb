using System.Globalization;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>Says in sentences what a test found, and by which rules. Pure.</summary>
internal static class RunSentences
{
    private static readonly (SubScoreSet Set, string Word)[] Words =
    [
        (SubScoreSet.NoAtFaultCollisions, "nc"), (SubScoreSet.DrivableAreaCompliance, "dac"), (SubScoreSet.DrivingDirectionCompliance, "ddc"),
        (SubScoreSet.TrafficLightCompliance, "tlc"), (SubScoreSet.EgoProgress, "ep"), (SubScoreSet.TimeToCollision, "ttc"),
        (SubScoreSet.LaneKeeping, "lk"), (SubScoreSet.HistoryComfort, "hc"),
    ];

    /// <summary>What was found in one test, worst first.</summary>
    public static IEnumerable<Evidence> Findings(PseudoSimulationTest test, TestRun run, Dictionary<string, Reading> readings)
    {
        foreach (string part in MetricNames.Parts)
        {
            var value = readings[$"epdms.{part}"].Value;
            if (value is { State: MeasuredState.Value, Value: < 1 } && value.Reason.Length > 0)
            {
                yield return new Evidence(string.Create(CultureInfo.InvariantCulture, $"{part} is {value.Value:0.##}: {value.Reason}."), value.WorstTimeUs, value.Actors);
            }
        }

        if (run.StageOne.Now.Score is { } score)
        {
            foreach (var (set, word) in Words)
            {
                if ((score.Excused & set) != 0)
                {
                    yield return new Evidence($"The human filter set {word} to 1: the recorded human has the same infraction.", null, []);
                }
            }
        }

        if (run.StageTwo.Count > 0)
        {
            if (Parts(readings) is { Length: > 0 } parts)
            {
                yield return new Evidence(parts, null, []);
            }

            yield return new Evidence(StageTwo(test, run), null, []);
        }
        else if (test.Options.Stages == 2)
        {
            yield return new Evidence($"There is no stage two: {test.NoStageTwo}{Dropped(test.Starts)}.", null, []);
        }

        foreach (string remark in test.Remarks)
        {
            yield return new Evidence(remark, test.TimeUs, []);
        }
    }

    /// <summary>By which rules.</summary>
    public static Evidence Method(PseudoSimulationOptions options, IReadOnlyList<long> times, PseudoSimulationTest? test)
    {
        string at = times.Count == 1 ? StartTime.Text(times[0]) : string.Create(CultureInfo.InvariantCulture, $"{times.Count} instants from {StartTime.Text(times[0])} to {StartTime.Text(times[^1])}");
        string plan = options.Plan == PlanSource.Driver ? "the driver's plan" : "the recorded motion as the plan";
        string filter = !options.HumanFilter ? "off"
            : test is null ? "on"
            : !test.HasHuman ? "on, without effect (there is no recorded human)"
            : options.Plan == PlanSource.Recorded && test.IsLog ? "not used (the plan is the human's own)" : "on";
        return new Evidence(
            $"Pseudo-simulation of {(options.Stages == 2 ? "two stages" : "one stage")}, {plan}, t0 = {at} (rule: {options.Start}), compat {PseudoSimulationOptions.Word(options.Compatibility)}, "
            + $"traffic {SettingReader.WordOf(options.Traffic.ToString())}, human filter {filter}. Not comparable with published EPDMS, which are means over a split.",
            times.Count == 1 ? times[0] : null,
            []);
    }

    private static string Parts(Dictionary<string, Reading> readings)
    {
        string[] below = [.. MetricNames.Parts
            .Select(p => (Part: p, readings[$"{MetricNames.StageTwo}.{p}"].Value.Value))
            .Where(r => r.Value < 0.995)
            .OrderBy(r => r.Value)
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Part} {r.Value:0.##}"))];
        return below.Length == 0 ? "" : $"In stage two, weighted means below 1: {string.Join(", ", below)}.";
    }

    private static string StageTwo(PseudoSimulationTest test, TestRun run)
    {
        var options = test.Options;
        var set = test.Starts!;
        string weights = run.Failure.Length == 0 && run.Score().UniformWeights ? "; no start is near the end of a frame, so all weigh the same there" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Stage two: {set.Starts.Count} starts of {set.Survivors} that survive among {set.Candidates} places{Dropped(set)}, ")
            + $"around {(options.StageTwo.Expert == Expert.Recorded ? "the recorded ego" : "PDM-Closed")} after 4 s; weighed by distance from the "
            + string.Create(CultureInfo.InvariantCulture, $"{(options.EndPoint == EndPointDefinition.SubmittedPlan ? "submitted plan's end" : "simulated end")} with sigma² {options.SigmaSquaredM2} m²{weights}; {run.DriverCalls} driver calls.");
    }

    private static string Dropped(StartSet? set)
    {
        string[] dropped = [.. (set?.Rejected ?? []).Where(r => r.Value > 0).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value}"))];
        return dropped.Length == 0 ? "" : $" (dropped: {string.Join(", ", dropped)})";
    }
}
