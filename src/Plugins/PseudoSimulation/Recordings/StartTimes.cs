using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>The instants that a rule selects, or why there are none.</summary>
/// <param name="TimesUs">Rising, µs since the recording's start.</param>
/// <param name="Reason">Why there are none; empty when there are.</param>
internal sealed record StartTimes(IReadOnlyList<long> TimesUs, string Reason)
{
    public const long HistoryUs = 3 * Horizon.FrameUs;
    public const long StageUs = Horizon.Steps * Horizon.StepUs;

    public static StartTimes Of(Recording recording, StartTime rule)
    {
        if (recording.Ego() is not { } ego || PresentSteps(ego) is not { } steps)
        {
            return None("the recording has no ego that is ever present");
        }

        var (first, last) = (recording.TimeUs(steps.First), recording.TimeUs(steps.Last));
        if (rule.Rule == StartRule.At)
        {
            return rule.TimeUs < first || rule.TimeUs > last
                ? None($"the ego is not there at t0 = {StartTime.Text(rule.TimeUs)}; it is from {StartTime.Text(first)} to {StartTime.Text(last)}")
                : Fits(rule.TimeUs, last) ? new([rule.TimeUs], "") : TooShort(rule.TimeUs, last);
        }

        // Whole steps only: between them a state would be a guess.
        long begin = first + RoundUp(HistoryUs, recording.StepUs);
        if (!Fits(begin, last))
        {
            begin = first;
        }

        if (!Fits(begin, last))
        {
            return TooShort(begin, last);
        }

        if (rule.Rule == StartRule.First)
        {
            return new([begin], "");
        }

        var times = new List<long>();
        for (long t = begin; Fits(t, last); t += RoundUp(rule.TimeUs, recording.StepUs))
        {
            times.Add(t);
        }

        return new(times, "");
    }

    private static StartTimes None(string reason) => new([], reason);

    private static StartTimes TooShort(long t0, long last) =>
        None($"a stage needs 4 s after t0 = {StartTime.Text(t0)}, but the ego is recorded for {StartTime.Text(last - t0)} only");

    private static bool Fits(long t0, long last) => last - t0 >= StageUs;

    private static long RoundUp(long us, long stepUs) => (us + stepUs - 1) / stepUs * stepUs;

    // The first unbroken stretch that is long enough for a stage, else the longest.
    private static (int First, int Last)? PresentSteps(Track ego)
    {
        (int First, int Last)? best = null;
        for (int step = ego.FirstStep; step < ego.EndStep; step++)
        {
            if (!ego.IsPresent(step))
            {
                continue;
            }

            int first = step;
            while (ego.IsPresent(step + 1))
            {
                step++;
            }

            if (best is not { } b || step - first > b.Last - b.First)
            {
                best = (first, step);
            }
        }

        return best;
    }
}
