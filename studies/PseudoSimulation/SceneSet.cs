using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Chooses the generated scenes: candidates in their order, without those the expert fails or around which too few starts survive.</summary>
internal sealed class SceneSet
{
    /// <summary>
    /// Pseudo-simulation as the study uses it: strict compatibility, reactive traffic, no human filter (closed loop has none either), and at most twelve
    /// starts, which is what NAVSIM's navhard has on average.
    /// </summary>
    public static PseudoSimulationOptions Pseudo { get; } = new() { Stages = 2, HumanFilter = false, StageTwo = new StageTwoOptions { MaxStarts = 12 } };

    /// <summary>The scenes.</summary>
    public required IReadOnlyList<StudyScene> Scenes { get; init; }

    /// <summary>Candidates that were looked at.</summary>
    public required int Candidates { get; init; }

    /// <summary>Candidates that were dropped, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Dropped { get; init; }

    /// <summary>Starts of stage two over all scenes.</summary>
    public int Starts => Scenes.Sum(s => s.Test.Starts!.Starts.Count);

    /// <summary>Makes the set.</summary>
    public static SceneSet Make(StudyOptions options, StudyDriver expert)
    {
        int batch = Math.Min(options.Scenes, 24);
        var scenes = new List<StudyScene>();
        var dropped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var progress = new ProgressLine("scenes", options.Scenes);
        int candidates = 0;
        for (int from = 0; scenes.Count < options.Scenes; from += batch)
        {
            int first = from;
            foreach (var (scene, why) in Work.Run(batch, options.Jobs, i => Prepare(SceneGenerator.Create(options.Seed, "test", first + i), options, expert)))
            {
                if (scenes.Count == options.Scenes)
                {
                    break;
                }

                candidates++;
                if (scene is null)
                {
                    dropped[why] = dropped.GetValueOrDefault(why) + 1;
                    continue;
                }

                scenes.Add(scene);
                progress.Step();
            }

            if (candidates > 20 * options.Scenes + batch)
            {
                throw new InvalidOperationException($"Of {candidates} candidate scenes only {scenes.Count} can be used: {string.Join(", ", dropped)}");
            }
        }

        return new SceneSet { Scenes = scenes, Candidates = candidates, Dropped = dropped };
    }

    /// <summary>A scene, or why it is dropped.</summary>
    public static (StudyScene? Scene, string Why) Prepare(Scenario scenario, StudyOptions options, StudyDriver expert)
    {
        var drive = Drive.Run(scenario, expert, [], 0);
        var test = PseudoSimulationTest.Prepare(drive, StudyTimes.HistoryUs, Pseudo, options.Seed);
        if (test.NotApplicable.Length > 0)
        {
            return (null, test.NotApplicable);
        }

        if (test.NoStageTwo.Length > 0)
        {
            return (null, "too few starts of stage two");
        }

        var scene = new StudyScene
        {
            Name = scenario.Name,
            Scenario = scenario,
            History = [.. drive.Answers.Take(StudyTimes.FirstStep)],
            FirstStep = StudyTimes.FirstStep,
            Expert = drive,
            ExpertStep = StudyTimes.FirstStep,
            Test = test,
            Views = ViewsOf(test.Starts!.Starts.Count, scenario.Name, options),
        };
        return Judging.ClosedLoop(scene, drive) > 0 ? (scene, "") : (null, "the expert's own closed-loop score is 0");
    }

    /// <summary>The starts that each share of the views uses: drawn once for a scene, the smaller sets within the larger.</summary>
    public static IReadOnlyDictionary<int, int[]> ViewsOf(int count, string name, StudyOptions options)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new RandomStream(Seed.Derive(options.Seed, name, 0, "views")).Shuffle(order.AsSpan());
        return options.Views.ToDictionary(v => v, v => order.Take(Math.Max(1, (int)Math.Round(count * v / 100.0))).Order().ToArray());
    }
}
