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

    /// <summary>All of them.</summary>
    /// <param name="perScene">Demonstrations of each training scene, in order.</param>
    public static IEnumerable<StudyDriver> All(IReadOnlyList<IReadOnlyList<Demonstration>> perScene)
    {
        yield return Make("fit-ego", FeatureSet.Ego, perScene.Count, 1e-4);
        yield return Make("fit-road", FeatureSet.Road, perScene.Count, 1e-4);
        yield return Make("fit-road-leader", FeatureSet.Road | FeatureSet.Leader, perScene.Count, 1e-4);
        yield return Make("fit-road-lights", FeatureSet.Road | FeatureSet.Lights, perScene.Count, 1e-4);
        yield return Make("fit-no-crossers", FeatureSet.Road | FeatureSet.Leader | FeatureSet.Lights, perScene.Count, 1e-4);
        yield return Make("fit-all", FeatureSet.All, perScene.Count, 1e-4);
        yield return Make("fit-all-smooth", FeatureSet.All, perScene.Count, 3e-2);
        yield return Make("fit-all-stiff", FeatureSet.All, perScene.Count, 3e-1);
        yield return Make("fit-all-few-scenes", FeatureSet.All, Math.Max(perScene.Count / 6, 1), 1e-4);

        StudyDriver Make(string name, FeatureSet features, int scenes, double ridge)
        {
            var policy = FittedPolicy.Fit(features, [.. perScene.Take(scenes).SelectMany(s => s)], ridge);
            return new StudyDriver(DriverGroup.Fitted, new PlanningDriver(name, "linear policy fitted to the expert", task => new FittedSession(task, policy)), Setting.Empty);
        }
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
