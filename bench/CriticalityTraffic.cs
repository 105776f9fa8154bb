using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Bench;

/// <summary>One ego among others over some steps: four lanes, two of them oncoming, and a stream that crosses; the ego drives on towards slower leads, so that most steps have a contact ahead.</summary>
internal static class CriticalityTraffic
{
    private const double Dt = 0.1;

    public static Recording Recording(int others, int steps)
    {
        var random = new RandomStream(99);
        var tracks = new List<Track> { Moving("ego", 0, 0, 0, 15, 0, steps) };
        for (int i = 0; i < others; i++)
        {
            int row = i / 5;
            tracks.Add((i % 5) switch
            {
                0 => Moving($"a{i}", 35 + 30 * row, 0, 0, random.NextUniform(8, 13), random.NextUniform(-0.5, 0.2), steps),
                1 => Moving($"a{i}", -100 + 25 * row, 3.5, 0, random.NextUniform(12, 18), 0, steps),
                2 => Moving($"a{i}", 60 + 30 * row, 7, Math.PI, random.NextUniform(10, 15), 0, steps),
                3 => Moving($"a{i}", 75 + 30 * row, 10.5, Math.PI, random.NextUniform(10, 15), 0, steps),
                _ => Moving($"a{i}", 60, -25 - 12 * row, Math.PI / 2, random.NextUniform(6, 9), 0, steps),
            });
        }

        return new Recording
        {
            Name = "traffic",
            StepUs = 100_000,
            StepCount = steps,
            Map = RoadMap.Empty,
            EgoId = "ego",
            Tracks = tracks,
            Provenance = new() { Generator = "bench" },
        };
    }

    private static Track Moving(string id, double x, double y, double heading, double speed, double accel, int steps)
    {
        var states = new ActorState[steps];
        var axis = Vector2d.FromHeading(heading);
        for (int k = 0; k < steps; k++)
        {
            states[k] = new ActorState(x, y, heading, speed, 0, accel);
            double next = Math.Max(0, speed + accel * Dt);
            x += axis.X * (speed + next) / 2 * Dt;
            y += axis.Y * (speed + next) / 2 * Dt;
            speed = next;
        }

        return Track.FromStates(id, ActorClass.Car, new BodyBox(4.5, 1.9), 0, states);
    }
}
