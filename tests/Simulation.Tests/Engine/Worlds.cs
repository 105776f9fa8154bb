using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.Engine;

/// <summary>Small scenarios for the engine's tests.</summary>
internal static class Worlds
{
    public static readonly BodyBox Car = new(4.5, 1.8, 1.5, 1.35);

    public static Actor Ego(double x = 0, double y = 0, double heading = 0, double speed = 10, IReadOnlyList<TimedState>? log = null, VehicleSpec? vehicle = null) => new()
    {
        Id = "ego",
        Class = ActorClass.Car,
        Body = vehicle?.ToBody() ?? Car,
        Initial = new ActorState(x, y, heading, speed),
        Behaviour = new DriverBehaviour { Log = log ?? [] },
        Vehicle = vehicle,
    };

    public static Actor Other(string id, Behaviour behaviour, double x = 0, double y = 0, double heading = 0, double speed = 0, BodyBox? body = null, int firstStep = 0) => new()
    {
        Id = id,
        Class = ActorClass.Car,
        Body = body ?? Car,
        Initial = new ActorState(x, y, heading, speed),
        Behaviour = behaviour,
        FirstStep = firstStep,
    };

    public static Scenario Scene(RoadMap map, double seconds, params Actor[] actors) => new()
    {
        Name = "scene",
        Map = map,
        StepUs = 100_000,
        HorizonUs = (long)Math.Round(seconds * 10) * 100_000,
        EgoId = "ego",
        Actors = actors,
        Provenance = new Provenance { Generator = "test" },
    };

    /// <summary>Straight parallel lanes along +x, the first rightmost and centred on y = 0, 3.5 m wide.</summary>
    public static RoadMap Straight(double lengthM, int lanes = 1, double? limit = null, double from = -100)
    {
        var list = new List<Lane>();
        for (int i = 0; i < lanes; i++)
        {
            double y = 3.5 * i;
            list.Add(new Lane
            {
                Id = $"{i}",
                Centre = new Polyline([new(from, y), new(from + lengthM, y)]),
                Left = new Polyline([new(from, y + 1.75), new(from + lengthM, y + 1.75)]),
                Right = new Polyline([new(from, y - 1.75), new(from + lengthM, y - 1.75)]),
                SpeedLimitMps = limit,
                LeftNeighbour = i + 1 < lanes ? new LaneNeighbour($"{i + 1}", true) : null,
                RightNeighbour = i > 0 ? new LaneNeighbour($"{i - 1}", true) : null,
            });
        }

        return new RoadMap { Name = "straight", Lanes = list };
    }

    public static Recording Run(Scenario scenario, IDriver? driver, SimulatorUse? use = null, Setting? options = null) => ClosedLoop.Run(
        new EmbeddedSimulator(), use ?? new SimulatorUse(), scenario, driver, options ?? Setting.Empty, 1, 2, TestContext.Current.CancellationToken);
}
