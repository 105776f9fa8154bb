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

    /// <summary>One lane: 200 m straight along +x to (100, 0) and 300 m straight after a right-angled left bend, one segment each; the bend in chords.</summary>
    public static RoadMap Bend(double radiusM, double chordM)
    {
        int chords = (int)Math.Ceiling(radiusM * Math.PI / 2 / chordM);
        Polyline Beside(double left) => new(
            [
                new(-100, left),
                .. Enumerable.Range(0, chords + 1).Select(i => i * Math.PI / 2 / chords)
                    .Select(a => new Vector2d(100 + (radiusM - left) * Math.Sin(a), radiusM - (radiusM - left) * Math.Cos(a))),
                new(100 + radiusM - left, radiusM + 300),
            ]);
        return new RoadMap { Name = "bend", Lanes = [new Lane { Id = "0", Centre = Beside(0), Left = Beside(1.75), Right = Beside(-1.75), SpeedLimitMps = 15 }] };
    }

    public static Recording Run(Scenario scenario, IDriver? driver, SimulatorUse? use = null, Setting? options = null) => ClosedLoop.Run(
        new EmbeddedSimulator(), use ?? new SimulatorUse(), scenario, driver, options ?? Setting.Empty, 1, 2, TestContext.Current.CancellationToken);
}
