namespace Sim.Tests.Reports;

/// <summary>The sample run with a driver that shows what it weighs.</summary>
internal static class DebugRun
{
    public const string Hostile = "<script>document.documentElement.dataset.harmed=1</script></script> & \"quotes\"";

    /// <summary>The run with an answer and debug output at every step of every case: two signals (one from step 5 on), three candidates, a text that changes twice and a hostile one.</summary>
    public static (RunReport Report, IReadOnlyDictionary<string, Recording> Recordings) Of(int cases)
    {
        var run = SampleRun.Of(cases);
        return (run.Report, run.Recordings.ToDictionary(r => r.Key, r => With(r.Value, At)));
    }

    /// <summary>The recording with an answer at each step but the last: the plan of the last answer, and what is shown with it.</summary>
    public static Recording With(Recording recording, Func<RecordedAnswer, DriverDebug> debug) => recording with
    {
        Answers = [.. Enumerable.Range(0, recording.StepCount - 1).Select(step =>
        {
            var answer = recording.Answers.Last(a => a.Step <= step) with { Step = step };
            return answer with { Answer = answer.Answer with { Debug = debug(answer) } };
        })],
    };

    public static DriverDebug At(RecordedAnswer answer)
    {
        int step = answer.Step;
        IReadOnlyList<PlanPoint> Beside(double m) => [.. answer.Answer.Plan!.Select((p, i) => p with { Y = p.Y + (m * i / answer.Answer.Plan!.Count) })];
        return new DriverDebug
        {
            Signals = step < 5 ? [new("lead.gap_m", 30 - (0.3 * step))] : [new("lead.gap_m", 30 - (0.3 * step)), new("cost_min", 1e-7 * step)],
            Candidates = [new("keep", Beside(0), 1.25), new("left", Beside(3.5), 2.5), new("right", Beside(-3.5))],
            Texts = [new("planner", step < 8 ? "keep the lane" : step < 14 ? "the car beside moves in:\nopen the gap" : "brake"), .. step == 10 ? (DebugText[])[new("note", Hostile)] : []],
        };
    }
}
