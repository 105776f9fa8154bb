using Sim.Numerics;
using Sim.Plugins.Leaderboards;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Drives and asks one driver on one scene. Pure and thread-safe.</summary>
internal static class Judging
{
    private const long FourUs = 4_000_000;
    private const long EightUs = 8_000_000;

    /// <summary>All measures.</summary>
    public static Outcome Judge(StudyScene scene, StudyDriver driver, IReadOnlyList<int> views)
    {
        var drive = Drive.Run(scene.Scenario, driver, scene.History, scene.FirstStep);
        var values = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Column.ClosedLoop] = ClosedLoop(scene, drive),
        };
        var plan = drive.Answers[scene.FirstStep].Answer.Plan ?? throw new InvalidOperationException($"'{driver.Name}' answers without a plan.");
        var track = scene.Expert.Ego()!;
        long now = drive.TimeUs(scene.FirstStep), expertNow = scene.Expert.TimeUs(scene.ExpertStep);
        (values["ade_4s_m"], values["fde_4s_m"]) = Displacement.Of(plan, track, scene.Expert.StepUs, now, expertNow, FourUs);
        (values[Column.Ade8], values["fde_8s_m"]) = Displacement.Of(plan, track, scene.Expert.StepUs, now, expertNow, EightUs);

        var run = scene.Test.Run(driver.Driver, driver.Options, Seed.Derive(0, scene.Name, 0, "driver " + driver.Name), CancellationToken.None);
        if (run.Failure.Length > 0)
        {
            throw new InvalidOperationException($"'{driver.Name}' on '{scene.Name}': {run.Failure}");
        }

        // The reduced score has no extended comfort, so it needs no earlier frames.
        var alone = run with { StageOne = run.StageOne with { Previous = null }, StageTwo = [.. run.StageTwo.Select(v => v with { Previous = null })] };
        foreach (var end in StudyScene.Ends)
        {
            var full = run with { Options = run.Options with { EndPoint = end } };
            var reduced = alone with { Options = full.Options };
            foreach (int percent in views)
            {
                var both = full.Score(scene.Views[percent]);
                var without = reduced.Score(scene.Views[percent], Reduced);
                values[Column.TwoStage(false, percent, end)] = both.Combined.Epdms;
                values[Column.TwoStage(true, percent, end)] = without.Combined.Epdms;
                values[Column.OneStage] = both.StageOne.Epdms;
                values[Column.OneStageReduced] = without.StageOne.Epdms;
            }
        }

        return new Outcome([.. Column.All(views).Select(c => values[c.Key])]);
    }

    /// <summary>EPDMS without TLC, LK and EC, which nuPlan's closed-loop score lacks, as in the paper's comparison.</summary>
    public static double Reduced(SubScores s, double? extendedComfort) =>
        s.NoAtFaultCollisions * s.DrivableAreaCompliance * s.DrivingDirectionCompliance * ((5 * s.EgoProgress + 5 * s.TimeToCollision + 2 * s.HistoryComfort) / 12);

    /// <summary>nuPlan's closed-loop score of the 8 s after the hand-over.</summary>
    public static double ClosedLoop(StudyScene scene, Recording drive)
    {
        var score = NuPlanScore.Of(Part(drive, scene.FirstStep), Part(scene.Expert, scene.ExpertStep));
        return score.Score.Value ?? throw new InvalidOperationException($"'{scene.Name}' has no closed-loop score: {score.Score.Reason}");
    }

    /// <summary>The 8 s from a step on.</summary>
    public static Recording Part(Recording recording, int step) =>
        recording.Slice(step, Math.Min(recording.StepCount - step, (int)(StudyTimes.DriveUs / recording.StepUs) + 1));
}
