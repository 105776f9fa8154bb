using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Retrieval.Combining;

/// <summary>Small maps and recordings whose motion is known in closed form.</summary>
internal static class Roads
{
    /// <summary>Two lanes eastwards, y = 0 and y = 3.5, 1 km long from x = −200 m, optionally with a light at x = 100 on the right lane.</summary>
    public static RoadMap Straight(SignalState? light = null)
    {
        var lanes = new List<Lane>
        {
            Lane("r1", 0, -200, 100) with { Successors = ["r2"], LeftNeighbour = new LaneNeighbour("l1", true), SignalIds = light is null ? [] : ["light"] },
            Lane("r2", 0, 100, 800) with { Predecessors = ["r1"], LeftNeighbour = new LaneNeighbour("l2", true) },
            Lane("l1", 3.5, -200, 100) with { Successors = ["l2"], RightNeighbour = new LaneNeighbour("r1", true) },
            Lane("l2", 3.5, 100, 800) with { Predecessors = ["l1"], RightNeighbour = new LaneNeighbour("r2", true) },
        };
        return new RoadMap
        {
            Name = "straight",
            Lanes = lanes,
            Signals = light is null ? [] : [new MapSignal { Id = "light", Kind = MapSignalKind.Light }],
        };
    }

    /// <summary>A recording of actors on a map.</summary>
    public static Recording Record(RoadMap map, int steps, params (string Id, Func<double, ActorState> At)[] actors) => new()
    {
        Name = "made",
        StepUs = 100_000,
        StepCount = steps,
        Map = map,
        Tracks = [.. actors.Select(a => Track.FromStates(a.Id, ActorClass.Car, new BodyBox(4.5, 1.8), 0, [.. Enumerable.Range(0, steps).Select(k => a.At(k * 0.1))]))],
        Signals = [.. map.Signals.Select(s => new SignalTrack(s.Id, [new SignalChange(0, SignalState.Red)]))],
        Provenance = new Provenance { Generator = "test" },
    };

    /// <summary>Eastwards along y from x0 at v0 with constant acceleration, never backwards.</summary>
    public static Func<double, ActorState> Along(double x0, double y, double v0, double accel = 0) => t =>
    {
        double until = accel < 0 ? Math.Min(t, -v0 / accel) : t;
        return new ActorState(x0 + v0 * until + 0.5 * accel * until * until, y, 0, v0 + accel * until, 0, until < t ? 0 : accel);
    };

    private static Lane Lane(string id, double y, double fromM, double toM)
    {
        static Polyline Line(double y, double a, double b) => new([.. Enumerable.Range(0, 11).Select(i => new Vector2d(a + (b - a) * i / 10, y))]);
        return new Lane { Id = id, Left = Line(y + 1.75, fromM, toM), Right = Line(y - 1.75, fromM, toM), Centre = Line(y, fromM, toM) };
    }
}
