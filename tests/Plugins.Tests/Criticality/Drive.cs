using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>Small recordings for the criticality tests: 10 Hz, boxes of 4 m by 2 m unless said otherwise, the first track is the ego.</summary>
internal static class Drive
{
    public const double Dt = 0.1;

    public static Recording Recording(params Track[] tracks) => new()
    {
        Name = "t",
        StepUs = 100_000,
        StepCount = tracks.Max(t => t.EndStep),
        Map = RoadMap.Empty,
        EgoId = tracks[0].Id,
        Tracks = tracks,
        Provenance = new() { Generator = "test" },
    };

    public static Track Along(string id, double x, double y, double speed, int steps, double accel = 0, double headingRad = 0, ActorClass actor = ActorClass.Car)
    {
        var states = new ActorState[steps];
        var axis = Vector2d.FromHeading(headingRad);
        var place = new Vector2d(x, y);
        for (int k = 0; k < steps; k++)
        {
            states[k] = new ActorState(place.X, place.Y, headingRad, speed, 0, accel);
            double next = Math.Max(0, speed + accel * Dt);
            place += axis * ((speed + next) / 2 * Dt);
            speed = next;
        }

        return Track.FromStates(id, actor, new(4, 2), 0, states);
    }

    public static EgoScene Scene(Recording recording, CriticalityOptions? options = null, Scenario? scenario = null) =>
        new(new AssessRequest { Recording = recording, Scenario = scenario }, AssessPeers.None, options ?? new(), recording.Ego()!, CancellationToken.None);

    public static Assessment Assess(Recording recording, params (string Key, string Value)[] options) =>
        new CriticalityAssessor().Assess(
            new AssessRequest { Recording = recording, Seed = 5, Options = Setting.Map(options.Select(o => (o.Key, Setting.Scalar(o.Value)))) }, AssessPeers.None, CancellationToken.None);

    public static Measured<double> Of(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name).Value;

    public static double Value(Assessment assessment, string name)
    {
        var measured = Of(assessment, name);
        Assert.True(measured.HasValue, $"{name} is {measured.State}: {measured.Reason}");
        return measured.Value!.Value;
    }

    /// <summary>Traffic drawn from a seed: same way, oncoming, crossing and standing actors that appear, vanish and come back; the ego may end early.</summary>
    public static Recording Drawn(ulong seed, int others, int steps = 40)
    {
        var random = new RandomStream(seed);
        var tracks = new List<Track> { Moving(random, "ego", steps - random.NextInt(0, 10), 0, 0, 0, gaps: false) };
        for (int i = 0; i < others; i++)
        {
            double heading = random.NextInt(4) switch { 0 => Math.PI, 1 => Math.PI / 2, _ => 0 } + random.NextNormal(0, 0.1);
            int first = random.NextInt(0, steps / 2);
            var track = Moving(random, $"a{i}", random.NextInt(1, steps - first + 1), random.NextUniform(-20, 60), random.NextUniform(-12, 12), heading, gaps: true);
            tracks.Add(track with { FirstStep = first });
        }

        return Recording([.. tracks]) with { StepCount = steps };
    }

    /// <summary>Three lanes along x with a marked crossing.</summary>
    public static RoadMap Road { get; } = new()
    {
        Name = "road",
        Lanes =
        [
            .. Enumerable.Range(-1, 3).Select(i => new Lane
            {
                Id = $"{i}",
                Centre = Line(i * 3.5),
                Left = Line((i + 0.5) * 3.5),
                Right = Line((i - 0.5) * 3.5),
            }),
        ],
        Crosswalks = [new Crosswalk("z", new Polygon([new(30, -6), new(33, -6), new(33, 6), new(30, 6)]))],
    };

    /// <summary>The same recording with an ego that is missing at some steps.</summary>
    public static Recording Blinking(Recording recording, ulong seed)
    {
        var random = new RandomStream(seed + 1_000);
        var ego = recording.Tracks[0];
        var presence = new bool[ego.Count];
        for (int k = 0; k < presence.Length; k++)
        {
            presence[k] = random.NextInt(4) > 0;
        }

        return recording with { Tracks = [ego with { Presence = presence }, .. recording.Tracks.Skip(1)] };
    }

    /// <summary>The same recording seen from elsewhere.</summary>
    public static Recording Moved(Recording recording, double x, double y, double turnRad) => Changed(recording, s =>
    {
        var place = new Vector2d(s.X, s.Y).FromAxis(Vector2d.FromHeading(turnRad));
        return s with { X = place.X + x, Y = place.Y + y, HeadingRad = s.HeadingRad + turnRad };
    });

    /// <summary>The same recording with left and right exchanged.</summary>
    public static Recording Mirrored(Recording recording) => Changed(
        recording, s => s with { Y = -s.Y, HeadingRad = -s.HeadingRad, LateralMps = -s.LateralMps, YawRateRps = -s.YawRateRps, SteerRad = -s.SteerRad });

    public static Recording Changed(Recording recording, Func<ActorState, ActorState> change) => recording with
    {
        Tracks =
        [
            .. recording.Tracks.Select(t => Track.FromStates(t.Id, t.Class, t.Body, t.FirstStep, [.. Enumerable.Range(t.FirstStep, t.Count).Select(k => change(t.At(k)))])
                with { Presence = t.Presence }),
        ],
    };

    private static Polyline Line(double y) => new([new(-200, y), new(0, y), new(400, y)]);

    private static Track Moving(RandomStream random, string id, int count, double x, double y, double heading, bool gaps)
    {
        var states = new ActorState[count];
        double speed = Math.Max(0, random.NextUniform(-3, 20));
        double accel = random.NextUniform(-5, 2);
        double turn = random.NextNormal(0, 0.03);
        for (int k = 0; k < count; k++)
        {
            states[k] = new ActorState(x, y, heading, speed, 0, accel, turn);
            var axis = Vector2d.FromHeading(heading);
            double next = Math.Max(0, speed + accel * Dt);
            x += axis.X * (speed + next) / 2 * Dt;
            y += axis.Y * (speed + next) / 2 * Dt;
            heading += turn * Dt;
            speed = next;
        }

        var actor = random.NextInt(5) switch { 0 => ActorClass.Pedestrian, 1 => ActorClass.Truck, 2 => ActorClass.StaticObject, _ => ActorClass.Car };
        var body = id == "ego" ? new BodyBox(4.5, 1.9) : actor switch { ActorClass.Pedestrian => new BodyBox(0.5, 0.6), ActorClass.Truck => new BodyBox(10, 2.5), _ => new BodyBox(4.2, 1.8) };
        var track = Track.FromStates(id, id == "ego" ? ActorClass.Car : actor, body, 0, states);
        if (!gaps || random.NextInt(3) > 0)
        {
            return track;
        }

        var presence = new bool[count];
        for (int k = 0; k < count; k++)
        {
            presence[k] = random.NextInt(6) > 0;
        }

        return track with { Presence = presence };
    }
}
