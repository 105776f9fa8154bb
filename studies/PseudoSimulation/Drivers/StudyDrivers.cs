using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>All drivers of the study.</summary>
internal static class StudyDrivers
{
    /// <summary>The expert.</summary>
    public static StudyDriver Expert => PdmDrivers.Expert;

    /// <summary>All of them whose name holds the options' text; the fitted ones are fitted here.</summary>
    public static IReadOnlyList<StudyDriver> All(StudyOptions options) => All(options, () => Work.Run(
        FittedDrivers.TrainingScenes,
        options.Jobs,
        i =>
        {
            var scene = SceneGenerator.Create(options.Seed, "training", i);
            return FittedDrivers.Learn(scene, Drive.Run(scene, Expert, [], 0));
        },
        new ProgressLine("training scenes", FittedDrivers.TrainingScenes)));

    /// <summary>All of them whose name holds the options' text.</summary>
    /// <param name="options">Options.</param>
    /// <param name="teach">Gives what the fitted ones learn from, by scene.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<StudyDriver> All(StudyOptions options, Func<IReadOnlyList<IReadOnlyList<Demonstration>>> teach)
    {
        bool Wanted(string name) => name.Contains(options.Drivers, StringComparison.Ordinal);
        List<StudyDriver> drivers = [.. KinematicDrivers.All(), .. IdmDrivers.All(), .. PdmDrivers.All(), .. HandicappedDrivers.All(Expert)];
        drivers.RemoveAll(d => !Wanted(d.Name));
        drivers.AddRange(FittedDrivers.All(Wanted, teach));
        return drivers.Count > 0 ? drivers : throw new InputException($"no driver's name holds '{options.Drivers}'");
    }
}
