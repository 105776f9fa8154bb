using System.Globalization;
using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation;

/// <summary>The command <c>pseudo-simulation</c>.</summary>
internal static class StudyCommand
{
    /// <summary>Says how it is called.</summary>
    public static int Usage()
    {
        Console.Error.WriteLine(StudyOptions.Help);
        return 2;
    }

    /// <summary>Runs it.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        try
        {
            var options = StudyOptions.Parse(args);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Scenes} scenes, {options.Jobs} threads"));
            Print(options);
            return 0;
        }
        catch (InputException error)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    private static void Print(StudyOptions options)
    {
        var expert = IdmDrivers.All().First(d => d.Name == "idm-foresight-3s");
        var taught = Work.Run(FittedDrivers.TrainingScenes, options.Jobs, i =>
        {
            var scene = SceneGenerator.Create(options.Seed, "training", i);
            return FittedDrivers.Learn(scene, Drive.Run(scene, expert, [], 1));
        });
        List<StudyDriver> drivers = [.. KinematicDrivers.All(), .. IdmDrivers.All(), .. HandicappedDrivers.All(expert), .. FittedDrivers.All(taught)];
        drivers.RemoveAll(d => !d.Name.Contains(options.Drivers, StringComparison.Ordinal));
        var atFault = Work.Run(options.Scenes, options.Jobs, i =>
        {
            var scene = SceneGenerator.Create(options.Seed, "test", i);
            var own = Drive.Run(scene, expert, [], 1);
            return drivers.ConvertAll(d => Drive.Run(scene, d, own.Answers, 1).Contacts.Any(c => c.A == "ego" && c.AtFault));
        }, new ProgressLine("closed loop", options.Scenes));
        for (int d = 0; d < drivers.Count; d++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{drivers[d].Name,-36} {drivers[d].Group,-14} at fault in {atFault.Count(row => row[d])} of {options.Scenes}"));
        }
    }
}
