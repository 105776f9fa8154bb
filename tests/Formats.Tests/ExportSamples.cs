using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Recordings at the edges of what can be exported.</summary>
internal static class ExportSamples
{
    private static readonly BodyBox Car = new(4.5, 1.8, 1.4, 1.3);

    /// <summary>Every one, by name.</summary>
    public static IReadOnlyDictionary<string, Recording> All { get; } = new SortedDictionary<string, Recording>(StringComparer.Ordinal)
    {
        ["empty"] = Of([], steps: 0, RoadMap.Empty),
        ["no-actor"] = Of([], steps: 5, Road(0, 0)),
        ["no-map-one-actor"] = Of([Driving("ego", 0, 20)], 20, RoadMap.Empty),
        ["road"] = Of([Driving("ego", 0, 20), Driving("lead", 30, 20)], 20, Road(0, 0)) with { Contacts = [Touch(1_250_000)] },
        ["far-from-zero"] = Of([Driving("ego", 612_345.5, 20)], 20, Road(612_000, 0)),
        ["appear-and-vanish"] = Of([Driving("ego", 0, 20), Late(), Blinking()], 20, Road(0, 0)),
        ["standing"] = Of([Standing("ego", 3, 4, 1)], 20, Road(0, 0)),
        ["one-step"] = Of([Driving("ego", 0, 1)], 1, Road(0, 0)) with { Contacts = [Touch(0)] },
        ["turning"] = Of([Turning()], 40, RoadMap.Empty),
        ["never-there"] = Of([Driving("ego", 0, 20), Driving("ghost", 5, 20) with { Presence = new bool[20] }], 20, Road(0, 0)),
        ["not-a-number"] = Of([Driving("ego", 0, 20), Broken()], 20, Road(0, 0)) with { Contacts = [Touch(-5) with { X = double.NaN }, Touch(long.MaxValue / 2000) with { Y = double.PositiveInfinity }] },
        ["no-ego"] = Of([Driving("a", 0, 20)], 20, Road(0, 0)) with { EgoId = null },
        ["wrong-ego"] = Of([Driving("a", 0, 20)], 20, Road(0, 0)) with { EgoId = "nobody" },
        ["same-names"] = Of([Driving("ego", 0, 20), Driving("\u202eego", 10, 20), Driving("ego\0", 20, 20)], 20, Road(0, 0)),
    };

    public static Recording Of(IReadOnlyList<Track> tracks, int steps, RoadMap map) => new()
    {
        Name = "sample",
        StepUs = 100_000,
        StepCount = steps,
        Map = map,
        EgoId = "ego",
        Tracks = tracks,
        Provenance = new() { Generator = "test" },
    };

    public static Track Driving(string id, double x, int steps) =>
        Track.FromStates(id, ActorClass.Car, Car, 0, [.. Enumerable.Range(0, steps).Select(i => new ActorState(x + i, 1.75, 0, 10, 0, 0))]);

    public static Track Standing(string id, double x, double y, double heading) =>
        Track.FromStates(id, ActorClass.Car, Car, 0, [.. Enumerable.Range(0, 20).Select(_ => new ActorState(x, y, heading, 0, 0, 0))]);

    public static RoadMap Road(double x, double y)
    {
        Polyline Line(double at, params double[] along) => new([.. along.Select(a => new Vector2d(x + a, y + at))]);
        return new RoadMap
        {
            Name = "road",
            Lanes =
            [
                new Lane { Id = "1", Left = Line(3.5, -50, 0, 150), Centre = Line(1.75, -50, 150), Right = Line(0, -50, -20, 20, 60, 150) },
                new Lane { Id = "2", Type = LaneType.Sidewalk, Left = Line(0, -50, 150), Centre = Line(-1, -50, 150), Right = Line(-2, -50, 150) },
            ],
            Crosswalks = [new Crosswalk("c", new Polygon([new(x + 40, y), new(x + 44, y), new(x + 44, y + 3.5), new(x + 40, y + 3.5)]))],
            StopLines = [new StopLine("s", new(x + 39, y), new(x + 39, y + 3.5), [])],
        };
    }

    private static Track Late() => Track.FromStates("late", ActorClass.Pedestrian, new(0.5, 0.5, 1.7), 5, [.. Enumerable.Range(0, 8).Select(i => new ActorState(20, i, 1.5, 1, 0, 0))]);

    private static Track Blinking() => Driving("blinking", 40, 20) with { Presence = Enumerable.Range(0, 20).Select(i => i % 6 < 3).ToArray() };

    private static Track Turning() =>
        Track.FromStates("ego", ActorClass.Bicycle, new(1.8, 0.6, 1.7), 0, [.. Enumerable.Range(0, 40).Select(i => new ActorState(i, 0, i % 2 == 0 ? i * 0.5 : i * 0.5 - 2 * Math.PI, 5, 0, 0))]);

    private static Track Broken() => Track.FromStates("broken", ActorClass.Truck, new(10, 2.5, 3), 0,
        [.. Enumerable.Range(0, 20).Select(i => new ActorState(i == 3 ? double.NaN : i, i == 7 ? double.PositiveInfinity : i == 9 ? 1e300 : 1, i == 5 ? double.NaN : 0, double.NaN, 0, 0))]);

    private static Contact Touch(long timeUs) => new()
    {
        TimeUs = timeUs,
        A = "ego",
        B = "lead",
        X = 30,
        Y = 1.75,
        ZoneA = ImpactZone.Front,
        ZoneB = ImpactZone.Rear,
        RelativeSpeedMps = 5,
        HeadingDifferenceRad = 0,
        SpeedAMps = 10,
        SpeedBMps = 5,
        Class = CollisionClass.ActiveFront,
        AtFault = true,
    };
}
