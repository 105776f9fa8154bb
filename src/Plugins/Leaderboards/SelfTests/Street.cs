using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Leaderboards.SelfTests;

/// <summary>
/// A straight street along x from -100 to 500 m: two lanes that way at y = 0 and 3.5 m, each in two pieces that join at x = 100, and one lane back at
/// y = 7 m; 3.5 m wide, 15 m/s. Bodies are 4 m by 2 m.
/// </summary>
internal static class Street
{
    /// <summary>Step, s.</summary>
    public const double Dt = 0.1;

    /// <summary>Speed limit, m/s.</summary>
    public const double LimitMps = 15;

    /// <summary>The road.</summary>
    public static RoadMap Map(double? limit = LimitMps) => new()
    {
        Name = "street",
        Lanes =
        [
            Lane("r0", -100, 100, 0, limit) with { Successors = ["r1"], LeftNeighbour = new("l0", true) },
            Lane("r1", 100, 500, 0, limit) with { Predecessors = ["r0"], LeftNeighbour = new("l1", true) },
            Lane("l0", -100, 100, 3.5, limit) with { Successors = ["l1"], RightNeighbour = new("r0", true), LeftNeighbour = new("back", false) },
            Lane("l1", 100, 500, 3.5, limit) with { Predecessors = ["l0"], RightNeighbour = new("r1", true), LeftNeighbour = new("back", false) },
            Lane("back", 500, -100, 7, limit),
        ],
    };

    /// <summary>A recording on it; the first track is the ego.</summary>
    public static Recording Recording(params Track[] tracks) => new()
    {
        Name = "t",
        StepUs = 100_000,
        StepCount = tracks.Max(t => t.EndStep),
        Map = Map(),
        EgoId = tracks[0].Id,
        Tracks = tracks,
        Vehicle = VehicleSpec.Sedan,
        Provenance = new() { Generator = "self-test" },
    };

    /// <summary>Somebody with constant velocity.</summary>
    public static Track Straight(string id, double x, double y, double speed, int steps, ActorClass actorClass = ActorClass.Car, double heading = 0) =>
        Path(id, t => new ActorState(x + (speed * t * Pinned.Cos(heading)), y + (speed * t * Pinned.Sin(heading)), heading, speed), steps, actorClass);

    /// <summary>Somebody whose state follows from the time, s.</summary>
    public static Track Path(string id, Func<double, ActorState> state, int steps, ActorClass actorClass = ActorClass.Car) =>
        Track.FromStates(id, actorClass, new(4, 2), 0, [.. Enumerable.Range(0, steps).Select(k => state(k * Dt))]);

    private static Lane Lane(string id, double from, double to, double y, double? limit)
    {
        double left = to > from ? 1.75 : -1.75;
        Polyline Line(double at) => new([new(from, at), new((from + to) / 2, at), new(to, at)]);
        return new Lane { Id = id, Left = Line(y + left), Right = Line(y - left), Centre = Line(y), SpeedLimitMps = limit };
    }
}
