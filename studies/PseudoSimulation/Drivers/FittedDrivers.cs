using Sim.Geometry;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Linear policies fitted to the expert's drive on training scenes: they differ by what they see, by how much they saw, by their penalty.</summary>
internal static class FittedDrivers
{
    /// <summary>Training scenes of the study.</summary>
    public const int TrainingScenes = 72;

    private const int EverySteps = 5;

    private static readonly (string Name, FeatureSet Sees, int SceneShare, double Ridge)[] Policies =
    [
        ("fit-ego", FeatureSet.Ego, 1, 1e-4),
        ("fit-ego-habit", FeatureSet.Ego | FeatureSet.Habit, 1, 1e-4),
        ("fit-road", FeatureSet.Road, 1, 1e-4),
        ("fit-road-leader", FeatureSet.Road | FeatureSet.Leader, 1, 1e-4),
        ("fit-road-lights", FeatureSet.Road | FeatureSet.Lights, 1, 1e-4),
        ("fit-no-crossers", FeatureSet.Road | FeatureSet.Leader | FeatureSet.Lights, 1, 1e-4),
        ("fit-all", FeatureSet.All, 1, 1e-4),
        ("fit-all-habit", FeatureSet.All | FeatureSet.Habit, 1, 1e-4),
        ("fit-all-habit-smooth", FeatureSet.All | FeatureSet.Habit, 1, 3e-2),
        ("fit-all-smooth", FeatureSet.All, 1, 3e-2),
        ("fit-all-stiff", FeatureSet.All, 1, 3e-1),
        ("fit-all-few-scenes", FeatureSet.All, 6, 1e-4),
    ];

    /// <summary>Those that are wanted.</summary>
    /// <param name="wanted">True for the names of drivers to make.</param>
    /// <param name="teach">Gives the demonstrations of each training scene, in order; not called when none is wanted.</param>
    public static IReadOnlyList<StudyDriver> All(Predicate<string> wanted, Func<IReadOnlyList<IReadOnlyList<Demonstration>>> teach)
    {
        var policies = Array.FindAll(Policies, p => wanted(p.Name));
        if (policies.Length == 0)
        {
            return [];
        }

        var perScene = teach();
        return Array.ConvertAll(policies, p =>
        {
            var policy = FittedPolicy.Fit(p.Sees, [.. perScene.Take(perScene.Count / p.SceneShare).SelectMany(s => s)], p.Ridge);
            return new StudyDriver(DriverGroup.Fitted, new PlanningDriver(p.Name, "linear policy fitted to the expert", task => new FittedSession(task, policy)), Setting.Empty);
        });
    }

    /// <summary>What an expert's drive teaches.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="drive">The expert's recording of it.</param>
    public static IReadOnlyList<Demonstration> Learn(Scenario scene, Recording drive)
    {
        var task = new DriverTask
        {
            Scenario = scene.Name,
            Map = scene.Map,
            StepUs = drive.StepUs,
            HorizonUs = scene.HorizonUs,
            Actors = [.. drive.Tracks.Select(t => new ActorInfo(t.Id, t.Class, t.Body))],
            EgoIndex = Enumerable.Range(0, drive.Tracks.Count).First(i => drive.Tracks[i].Id == drive.EgoId),
            Vehicle = StudyVehicle.Spec,
            Task = scene.Task,
        };
        var ego = drive.Tracks[task.EgoIndex];
        var road = RoadAhead.Of(task, ego.At(0));
        var samples = new List<Demonstration>();
        int ahead = FittedPolicy.Poses * EverySteps;
        for (int step = StudyTimes.FirstStep; step + ahead < drive.StepCount; step += EverySteps)
        {
            var axle = RearAxleState.FromCentre(ego.At(step), ego.Body.RearAxleToCentreM);
            var features = new double[Features.Total];
            Features.Read(task, RecordedObservation.At(drive, task, step), road, axle, features);
            double s = road.Line.Project(new Vector2d(axle.X, axle.Y)).S;
            var way = new double[FittedPolicy.Poses];
            for (int k = 0; k < way.Length; k++)
            {
                var later = RearAxleState.FromCentre(ego.At(step + (k + 1) * EverySteps), ego.Body.RearAxleToCentreM);
                way[k] = road.Line.Project(new Vector2d(later.X, later.Y)).S - s;
            }

            samples.Add(new Demonstration(features, way));
        }

        return samples;
    }
}
