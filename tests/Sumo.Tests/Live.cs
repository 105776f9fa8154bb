using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;
using Sim.Plugins.Sumo.Processes;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Sumo;

/// <summary>What tests with a real SUMO share. Where it is not installed they are skipped with that reason, except under CI=true.</summary>
internal static class Live
{
    private static readonly string? Missing = Look();

    public static SumoInstallation Installation
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CI") != "true")
            {
                Assert.SkipWhen(Missing is not null, Missing ?? "");
            }

            return SumoInstallation.Find();
        }
    }

    public static string Root { get; } = FindRoot();

    public static RoadMap Map(string name)
    {
        string file = Path.Combine(Root, "scenarios", "maps", name);
        return OpenDriveReader.Read(File.ReadAllBytes(file), name);
    }

    /// <summary>An actor on a lane, so many metres from its start.</summary>
    public static Actor On(RoadMap map, string lane, double along, string id, Behaviour behaviour, double speed = 10, ActorClass kind = ActorClass.Car, double length = 4.5, int firstStep = 0)
    {
        var pose = map.Lanes.First(l => l.Id == lane).Centre.PoseAt(along);
        return new Actor
        {
            Id = id,
            Class = kind,
            Body = new BodyBox(length, 1.8, 1.5, kind == ActorClass.Car ? 1.4 : 0),
            Initial = new ActorState(pose.X, pose.Y, pose.HeadingRad, speed),
            Behaviour = behaviour,
            FirstStep = firstStep,
        };
    }

    public static Scenario Scene(RoadMap map, IReadOnlyList<Actor> actors, double seconds = 10, long stepUs = 100_000) => new()
    {
        Name = "scene",
        Map = map,
        StepUs = stepUs,
        HorizonUs = (long)(seconds * 1e6) / stepUs * stepUs,
        Actors = actors,
        EgoId = actors[0].Id,
        Provenance = new Provenance { Generator = "test", Version = "1" },
    };

    public static Recording Run(Scenario scenario, SimulatorUse? use = null, ulong seed = 7, IDriver? driver = null, CancellationToken? cancellationToken = null)
    {
        _ = Installation;
        return ClosedLoop.Run(new SumoSimulator(), use ?? new SimulatorUse { Name = "sumo" }, scenario, driver ?? new IdmDriver(), Setting.Empty, seed, seed, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    private static string? Look()
    {
        try
        {
            SumoInstallation.Find();
            return null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The repository's root was not found.");
    }
}
