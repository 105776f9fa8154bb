using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Simulation;

/// <summary>
/// The ring of the speed bar: IDM vehicles on a two-lane ring road, every second one in the inner lane, desired speeds drawn from a seed.
/// Stateless, safe for concurrent use.
/// </summary>
public static class RingWorld
{
    /// <summary>Width of each lane, m.</summary>
    public const double LaneWidthM = 3.5;

    /// <summary>A scenario without a driven ego; the first vehicle bears the ego's name.</summary>
    /// <param name="vehicles">Number of vehicles, at least 2; neighbours need about 10 m each.</param>
    /// <param name="circumferenceM">Length of the outer lane's centreline, m.</param>
    /// <param name="steps">Horizon in steps of 0.1 s.</param>
    /// <param name="laneChanges">True: MOBIL; false: everybody keeps the lane.</param>
    /// <param name="seed">Seed of the desired speeds.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few vehicles, or no room for them.</exception>
    public static Scenario Create(int vehicles = 50, double circumferenceM = 1500, int steps = 10_000, bool laneChanges = true, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vehicles, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(circumferenceM, (vehicles + 1) / 2 * 10.0 + 50);
        var map = Map(circumferenceM);
        var random = new RandomStream(seed);
        var actors = new Actor[vehicles];
        double radius = circumferenceM / (2 * Math.PI);
        int perLane = (vehicles + 1) / 2;
        for (int i = 0; i < vehicles; i++)
        {
            double r = i % 2 == 0 ? radius : radius - LaneWidthM;
            double angle = 2 * Math.PI * (i / 2 + (i % 2) * 0.5) / perLane;
            var (sin, cos) = Pinned.SinCos(angle);
            actors[i] = new Actor
            {
                Id = i == 0 ? "ego" : $"v{i}",
                Class = ActorClass.Car,
                Body = new BodyBox(4.5, 1.8, 1.5, 1.35),
                Initial = new ActorState(r * cos, r * sin, angle + Math.PI / 2, 12),
                Behaviour = new FollowLaneBehaviour
                {
                    Idm = new IdmParameters { DesiredSpeedMps = random.NextUniform(14, 24) },
                    Mobil = laneChanges ? new MobilParameters() : null,
                },
            };
        }

        return new Scenario
        {
            Name = "ring",
            Map = map,
            StepUs = 100_000,
            HorizonUs = steps * 100_000L,
            EgoId = "ego",
            Actors = actors,
            Provenance = new Provenance { Generator = "ring", Seed = seed },
        };
    }

    /// <summary>A two-lane ring road around the origin, driven counter-clockwise; the inner lane is the left one.</summary>
    /// <param name="circumferenceM">Length of the outer lane's centreline, m, at least 100.</param>
    public static RoadMap Map(double circumferenceM)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(circumferenceM, 100);
        double radius = circumferenceM / (2 * Math.PI);
        return new RoadMap
        {
            Name = "ring",
            Lanes =
            [
                Lane("outer", radius, circumferenceM) with { LeftNeighbour = new LaneNeighbour("inner", true) },
                Lane("inner", radius - LaneWidthM, circumferenceM) with { RightNeighbour = new LaneNeighbour("outer", true) },
            ],
        };
    }

    private static Lane Lane(string id, double radius, double circumference)
    {
        int segments = Math.Max(72, (int)(circumference / 4));
        return new Lane
        {
            Id = id,
            Centre = Circle(radius, segments),
            Left = Circle(radius - LaneWidthM / 2, segments),
            Right = Circle(radius + LaneWidthM / 2, segments),
            LeftMarking = LaneMarking.Broken,
            RightMarking = LaneMarking.Broken,
            Successors = [id],
            Predecessors = [id],
        };
    }

    private static Polyline Circle(double radius, int segments)
    {
        var points = new Vector2d[segments + 1];
        for (int i = 0; i < segments; i++)
        {
            var (sin, cos) = Pinned.SinCos(2 * Math.PI * i / segments);
            points[i] = new Vector2d(radius * cos, radius * sin);
        }

        points[segments] = points[0];
        return new Polyline(points);
    }
}
