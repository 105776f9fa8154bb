using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Hand-made roads and tracks for the tests of RSS and the careful drivers: 10 Hz, cars of 4 m by 2 m, lanes of 3.5 m along x.</summary>
internal static class Roads
{
    public const double Dt = 0.1;

    /// <summary>Lanes along +x with centres at y = 0, 3.5, 7, ...</summary>
    public static RoadMap Motorway(int lanes, string? junction = null, bool oncomingLeft = false) => new()
    {
        Name = "motorway",
        Lanes =
        [
            .. Enumerable.Range(0, lanes).Select(k => new Lane
            {
                Id = $"l{k}",
                Left = Line(k * 3.5 + 1.75),
                Centre = Line(k * 3.5),
                Right = Line(k * 3.5 - 1.75),
                LeftNeighbour = k + 1 < lanes ? new LaneNeighbour($"l{k + 1}", !(oncomingLeft && k + 2 == lanes)) : null,
                RightNeighbour = k > 0 ? new LaneNeighbour($"l{k - 1}", !(oncomingLeft && k + 1 == lanes)) : null,
                JunctionId = junction,
            }),
        ],
        Junctions = junction is null ? [] : [new Junction(junction, ["l0"], [])],
    };

    public static Recording Record(RoadMap map, params Track[] tracks) => new()
    {
        Name = "t",
        StepUs = 100_000,
        StepCount = tracks.Max(t => t.EndStep),
        Map = map,
        EgoId = tracks[0].Id,
        Tracks = tracks,
        Provenance = new() { Generator = "test" },
    };

    public static Track Straight(string id, double x, double y, double speed, int steps, ActorClass actorClass = ActorClass.Car) =>
        Path(id, step => new ActorState(x + speed * Dt * step, y, 0, speed), steps, actorClass);

    public static Track Path(string id, Func<int, ActorState> state, int steps, ActorClass actorClass = ActorClass.Car, int firstStep = 0) =>
        Track.FromStates(id, actorClass, actorClass == ActorClass.Pedestrian ? new(0.6, 0.6) : new(4, 2), firstStep, [.. Enumerable.Range(0, steps).Select(state)]);

    /// <summary>Drives straight with a speed for each step; the position follows the mean speed of a step.</summary>
    public static Track Driven(string id, double x, double y, int steps, Func<int, double> speed)
    {
        var states = new ActorState[steps];
        for (int i = 0; i < steps; i++)
        {
            states[i] = new ActorState(x, y, 0, speed(i));
            x += (speed(i) + speed(i + 1)) / 2 * Dt;
        }

        return Track.FromStates(id, ActorClass.Car, new(4, 2), 0, states);
    }

    /// <summary>The first contact of the ego with another, at the first step at which their boxes overlap; the recording ends there.</summary>
    public static Recording UntilContact(this Recording recording)
    {
        var ego = recording.Ego()!;
        for (int step = 0; step < recording.StepCount; step++)
        {
            foreach (var other in recording.Tracks.Where(t => t != ego))
            {
                if (!ego.IsPresent(step) || !other.IsPresent(step) || !new OrientedBox(ego.At(step), ego.Body).Overlaps(new OrientedBox(other.At(step), other.Body)))
                {
                    continue;
                }

                var contact = new Contact
                {
                    TimeUs = recording.TimeUs(step),
                    A = ego.Id,
                    B = other.Id,
                    X = ego.At(step).X,
                    Y = ego.At(step).Y,
                    ZoneA = ImpactZone.Front,
                    ZoneB = ImpactZone.Rear,
                    RelativeSpeedMps = Math.Abs(ego.At(step).SpeedMps - other.At(step).SpeedMps),
                    HeadingDifferenceRad = 0,
                    SpeedAMps = ego.At(step).SpeedMps,
                    SpeedBMps = other.At(step).SpeedMps,
                    Class = CollisionClass.ActiveFront,
                    AtFault = true,
                };
                return recording.Slice(0, step + 1) with { Contacts = [contact], End = RecordingEnd.Contact };
            }
        }

        return recording;
    }

    private static Polyline Line(double y) => new([.. Enumerable.Range(0, 26).Select(i => new Vector2d(i * 40 - 100, y))]);
}
