using Sim.Formats;
using Sim.Formats.CommonRoad;
using Sim.Plugins.PseudoSimulation;
using Sim.Simulation;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation;

/// <summary>
/// The recorded clips that are long enough, with recorded vehicles as egos and experts. In closed loop the others drive along their logged paths with IDM;
/// pseudo-simulation replays them.
/// </summary>
internal sealed class ClipSet
{
    private const int MaxEgos = 4;
    private const double MinWayM = 10;

    /// <summary>The cases, one for each clip and ego.</summary>
    public required IReadOnlyList<StudyScene> Scenes { get; init; }

    /// <summary>Files that were read.</summary>
    public required int Files { get; init; }

    /// <summary>Files that gave at least one case.</summary>
    public required int Clips { get; init; }

    /// <summary>Files with an ego that is there for 1.5 s and 8 s.</summary>
    public required int LongEnough { get; init; }

    /// <summary>Reads every CommonRoad file of a folder; none when there is no folder.</summary>
    public static ClipSet Make(StudyOptions options)
    {
        string folder = Path.Combine(options.Data, "commonroad");
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)] : [];
        var perFile = Work.Run(files.Length, options.Jobs, i => Read(files[i], options));
        return new ClipSet
        {
            Scenes = [.. perFile.SelectMany(f => f.Scenes)],
            Files = files.Length,
            Clips = perFile.Count(f => f.Scenes.Count > 0),
            LongEnough = perFile.Count(f => f.LongEnough),
        };
    }

    private static (List<StudyScene> Scenes, bool LongEnough) Read(string path, StudyOptions options)
    {
        var file = CommonRoadReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
        var log = file.ToRecording();
        var scenes = new List<StudyScene>();
        if (StudyTimes.StepUs % log.StepUs != 0)
        {
            return (scenes, false);
        }

        int history = (int)(StudyTimes.HistoryUs / log.StepUs), needed = history + (int)(StudyTimes.DriveUs / log.StepUs);
        var egos = log.Tracks.Where(t => DesignatedEgo.IsMotorVehicle(t.Class) && t.Count > needed && t.Presence.IsEmpty).ToList();
        foreach (var ego in egos.OrderBy(t => t.Id != log.EgoId).ThenBy(t => t.Id, StringComparer.Ordinal))
        {
            if (scenes.Count < MaxEgos && Way(ego, history, needed) >= MinWayM && Case(file, log with { EgoId = ego.Id }, ego.FirstStep + history, options) is { } scene)
            {
                scenes.Add(scene);
            }
        }

        return (scenes, egos.Count > 0);
    }

    private static StudyScene? Case(CommonRoadFile file, Recording log, int step, StudyOptions options)
    {
        string name = $"{log.Name}/{log.EgoId}";
        try
        {
            var scenario = file.ToReplay(log.EgoId, new RecordedScenarioOptions { Name = name, StartUs = log.TimeUs(step), StepUs = StudyTimes.StepUs, HorizonUs = StudyTimes.DriveUs });
            var test = PseudoSimulationTest.Prepare(log, log.TimeUs(step), SceneSet.Pseudo with { Traffic = TrafficRule.LogReplay, StageTwo = SceneSet.Pseudo.StageTwo with { Expert = Expert.Recorded } }, options.Seed);
            if (scenario.StepCount * scenario.StepUs < StudyTimes.DriveUs || test.NotApplicable.Length > 0 || test.NoStageTwo.Length > 0)
            {
                return null;
            }

            return new StudyScene
            {
                Name = name,
                Scenario = TrafficOverride.Apply(scenario, new SimulatorUse { Traffic = "idm-path" }),
                History = [],
                FirstStep = 0,
                Expert = log,
                ExpertStep = step,
                Test = test,
                Views = SceneSet.ViewsOf(test.Starts!.Starts.Count, name, options),
            };
        }
        catch (InputException)
        {
            // No scenario can be made of it, for one because another actor stands in this one at that instant.
            return null;
        }
    }

    private static double Way(Track ego, int from, int to)
    {
        double way = 0;
        for (int i = from + 1; i <= to; i++)
        {
            double dx = ego.X.Span[i] - ego.X.Span[i - 1], dy = ego.Y.Span[i] - ego.Y.Span[i - 1];
            way += Math.Sqrt(dx * dx + dy * dy);
        }

        return way;
    }
}
