using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating.Manoeuvres;

/// <summary>
/// Draws manoeuvres whose content is known, each on a road of its own with varied geometry, speeds, timing, neighbours, measuring errors, place and
/// direction. It shares nothing with the rules of tags: they see the finished recording only. Same seed, same recording. Thread-safe.
/// </summary>
internal static class ManoeuvreSynthesiser
{
    private const int Count = 91;
    private const double W = DrawnRoad.WidthM;

    /// <summary>The kinds that can be drawn: all tags.</summary>
    public static IReadOnlyList<string> Kinds => BehaviourTag.All;

    /// <summary>Draws one manoeuvre.</summary>
    /// <param name="kind">A name of <see cref="BehaviourTag"/>.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="withMap">False to leave the map away; its roads are then straight, since without a map a bend is no different from a change of direction.</param>
    public static LabelledManoeuvre Draw(string kind, ulong seed, bool withMap = true)
    {
        var random = new RandomStream(seed).Fork(kind);
        var scene = kind switch
        {
            BehaviourTag.TurnLeft or BehaviourTag.TurnRight or BehaviourTag.Crossing => AtJunction(kind, random),
            BehaviourTag.UTurn => Round(random),
            BehaviourTag.Merge => OnRamp(random),
            _ => OnRoad(kind, random, withMap),
        };
        double turn = random.NextUniform(-Math.PI, Math.PI);
        var shift = new Vector2d(random.NextUniform(-500, 500), random.NextUniform(-500, 500));
        double noise = random.NextUniform(0.01, 0.06);
        var map = Moved(scene.Road.ToMap(), turn, shift);
        var tracks = scene.Actors.Select(a => Moved(a.ToTrack(Count, random, noise), turn, shift)).ToArray();
        random.Shuffle<Track>(tracks);
        var recording = new Recording
        {
            Name = FormattableString.Invariant($"{kind}-{seed}"),
            StepUs = SceneOptions.StepUs,
            StepCount = Count,
            Map = withMap ? map : RoadMap.Empty,
            Tracks = tracks,
            EgoId = scene.Actors[0].Id,
            Provenance = new Provenance { Generator = "drawn-manoeuvre", Version = "1", Seed = seed },
        };
        return new LabelledManoeuvre(recording, scene.Actors[0].Id, kind, scene.Tags);
    }

    private static Drawing AtJunction(string kind, RandomStream random)
    {
        var road = new DrawnRoad();
        double half = random.NextUniform(9, 14);
        var angles = new double[4];
        for (int leg = 0; leg < 4; leg++)
        {
            angles[leg] = leg * Math.PI / 2 + random.NextUniform(-0.2, 0.2);
        }

        Pose2d In(int leg) => new Pose2d(Vector2d.FromHeading(angles[leg]) * half, angles[leg] + Math.PI).Moved(0, -W / 2);
        Pose2d Out(int leg) => new Pose2d(Vector2d.FromHeading(angles[leg]) * half, angles[leg]).Moved(0, -W / 2);
        for (int leg = 0; leg < 4; leg++)
        {
            road.AddLane($"in{leg}", DrawnRoad.Arc(In(leg).Moved(-110), 110, 0), null, null, null);
            road.AddLane($"out{leg}", DrawnRoad.Arc(Out(leg), 110, 0), null, null, null);
            for (int to = 0; to < 4; to++)
            {
                if (to != leg)
                {
                    road.AddLane($"c{leg}{to}", DrawnRoad.Between(In(leg), Out(to)), $"in{leg}", $"out{to}", "j");
                }
            }
        }

        road.Link();
        Polyline Way(int from, int to) => DrawnRoad.Joined(road.Centre($"in{from}"), road.Centre($"c{from}{to}"), road.Centre($"out{to}"));
        int own = random.NextInt(4);
        int target = (own + (kind == BehaviourTag.TurnLeft ? 3 : kind == BehaviourTag.TurnRight ? 1 : 2)) % 4;
        double cruise = random.NextUniform(8, 13), slow = kind == BehaviourTag.Crossing ? cruise : random.NextUniform(4, 7);
        double start = random.NextUniform(60, 85);
        var ego = new DrawnActor { Id = "m", Line = Way(own, target), StartM = start, SpeedMps = (_, s) => Slowed(s, 110, 110 + 2 * half, cruise, slow) };
        var actors = new List<DrawnActor> { ego };
        var tags = new List<string> { kind };
        if (kind == BehaviourTag.Crossing)
        {
            int side = (own + (random.NextInt(2) == 0 ? 1 : 3)) % 4;
            double at = TimeAt(ego, 110 + half), apart = random.NextUniform(1.2, 3) * (random.NextInt(2) == 0 ? 1 : -1);
            double speed = random.NextUniform(8, 12);
            bool walks = random.NextInt(4) == 0;
            actors.Add(walks
                ? Walker(ego, 110 - random.NextUniform(2, 8), random)
                : new DrawnActor { Id = "x", Line = Way(side, (side + 2) % 4), StartM = Math.Max(0, 110 + half - speed * (at + apart)), SpeedMps = (_, _) => speed });
            tags.Add(BehaviourTag.Straight);
        }
        else if (random.NextInt(2) == 0)
        {
            // Somebody waits on another leg.
            actors.Add(new DrawnActor { Id = "w", Line = road.Centre($"in{(own + 2) % 4}"), StartM = 104, SpeedMps = (_, _) => 0 });
        }

        if (random.NextInt(2) == 0)
        {
            actors.Add(new DrawnActor { Id = "a", Line = road.Centre($"out{(target + 1) % 4}"), StartM = random.NextUniform(40, 70), SpeedMps = (_, _) => 4 });
        }

        return new Drawing(road, actors, tags);
    }

    private static DrawnActor Walker(DrawnActor ego, double place, RandomStream random)
    {
        var at = ego.Line.PointAt(place);
        var across = ego.Line.TangentAt(place).Left;
        double speed = random.NextUniform(1.1, 1.8), time = TimeAt(ego, place) + random.NextUniform(1, 2.5) * (random.NextInt(2) == 0 ? 1 : -1);
        var line = new Polyline([at - across * 40, at + across * 40]);
        return new DrawnActor { Id = "x", Class = ActorClass.Pedestrian, Line = line, StartM = Math.Clamp(40 - speed * time, 0, 38), SpeedMps = (_, _) => speed };
    }

    private static Drawing Round(RandomStream random)
    {
        var road = new DrawnRoad();
        int lanes = random.NextInt(1, 3);
        road.Add("r", DrawnRoad.Arc(new Pose2d(0, 0, 0), 260, 0), lanes, lanes);
        double at = random.NextUniform(90, 110), radius = (lanes + 0.5) * W - 0.5 * W + random.NextUniform(0, 1);
        var turn = new Pose2d(at, 0.5 * W, 0);
        var arc = DrawnRoad.Arc(turn, Math.PI * radius, 1 / radius);
        var line = DrawnRoad.Joined(
            new Polyline([new(0, 0.5 * W), turn.Position]), arc, new Polyline([arc.Points[^1], arc.Points[^1] - new Vector2d(90, 0)]));
        double cruise = random.NextUniform(6, 10), slow = random.NextUniform(3.8, 5);
        var ego = new DrawnActor { Id = "m", Line = line, StartM = at - random.NextUniform(8, 14), SpeedMps = (_, s) => Slowed(s, at, at + Math.PI * radius, cruise, slow) };
        var actors = new List<DrawnActor> { ego };
        if (random.NextInt(2) == 0)
        {
            actors.Add(new DrawnActor { Id = "a", Line = road.Centre($"r{2 * lanes - 1}"), StartM = 200, SpeedMps = (_, _) => 2 });
        }

        return new Drawing(road, actors, [BehaviourTag.UTurn]);
    }

    private static Drawing OnRamp(RandomStream random)
    {
        var road = new DrawnRoad();
        double end = random.NextUniform(220, 260);
        road.Add("r", DrawnRoad.Arc(new Pose2d(0, 0, 0), 600, 0), 2, 0);
        var ramp = DrawnRoad.Arc(new Pose2d(0, -0.5 * W, 0), end, 0);
        road.AddLane("e", ramp, null, null, null);
        if (random.NextInt(2) == 0)
        {
            road.SetType("e", LaneType.Entry);
        }

        double speed = random.NextUniform(15, 25), accel = random.NextUniform(0, 0.8), from = random.NextUniform(1.5, 3), takes = random.NextUniform(3, 5);
        double start = Math.Max(20, end - speed * (from + takes) - random.NextUniform(20, 50));
        var ego = new DrawnActor { Id = "m", Line = road.Centre("r0"), StartM = start, SpeedMps = (t, _) => speed + accel * t, OffsetM = t => -W * (1 - Blend((t - from) / takes)) };
        var actors = new List<DrawnActor> { ego };
        if (random.NextInt(2) == 0)
        {
            double ahead = random.NextUniform(40, 70);
            actors.Add(new DrawnActor { Id = "a", Line = road.Centre("r0"), StartM = start + ahead, SpeedMps = (t, _) => speed + accel * t });
        }

        if (random.NextInt(2) == 0)
        {
            actors.Add(new DrawnActor { Id = "b", Line = road.Centre("r1"), StartM = Math.Max(0, start - random.NextUniform(20, 60)), SpeedMps = (_, _) => speed });
        }

        return new Drawing(road, actors, [BehaviourTag.Merge, BehaviourTag.LaneChangeLeft]);
    }

    private static Drawing OnRoad(string kind, RandomStream random, bool bends)
    {
        var road = new DrawnRoad();
        double curvature = !bends || random.NextInt(2) == 0 ? 0 : random.NextUniform(-1 / 250.0, 1 / 250.0);
        road.Add("r", DrawnRoad.Arc(new Pose2d(0, 0, 0), 600, curvature), 3, 0);
        return kind switch
        {
            BehaviourTag.LaneChangeLeft => Changing(road, random, 1),
            BehaviourTag.LaneChangeRight => Changing(road, random, -1),
            BehaviourTag.Overtaking => Passing(road, random),
            BehaviourTag.CutIn => CuttingIn(road, random),
            _ => Keeping(kind, road, random),
        };
    }

    private static Drawing Changing(DrawnRoad road, RandomStream random, int side)
    {
        int lane = side > 0 ? random.NextInt(2) : random.NextInt(1, 3);
        double speed = random.NextUniform(10, 28), from = random.NextUniform(1, 3), takes = random.NextUniform(3, 5.5);
        var ego = new DrawnActor { Id = "m", Line = road.Centre($"r{lane}"), StartM = 100, SpeedMps = (_, _) => speed, OffsetM = t => side * W * Blend((t - from) / takes) };
        var actors = new List<DrawnActor> { ego };
        if (random.NextInt(2) == 0)
        {
            double faster = random.NextUniform(0, 3);
            actors.Add(new DrawnActor { Id = "a", Line = road.Centre($"r{lane}"), StartM = 100 + random.NextUniform(3.5, 5) * speed, SpeedMps = (_, _) => speed + faster });
        }

        return new Drawing(road, actors, [side > 0 ? BehaviourTag.LaneChangeLeft : BehaviourTag.LaneChangeRight]);
    }

    private static Drawing Passing(DrawnRoad road, RandomStream random)
    {
        double slow = random.NextUniform(6, 12), faster = random.NextUniform(6, 9), gap = random.NextUniform(10, 18);
        double from = random.NextUniform(0.2, 0.8), takes = random.NextUniform(2.2, 3);
        bool back = random.NextInt(2) == 0;
        double returns = from + takes + 1.5;
        var ego = new DrawnActor
        {
            Id = "m",
            Line = road.Centre("r0"),
            StartM = 80,
            SpeedMps = (_, _) => slow + faster,
            OffsetM = t => W * (Blend((t - from) / takes) - (back ? Blend((t - returns) / 3) : 0)),
        };
        var other = new DrawnActor { Id = "o", Class = random.NextInt(3) == 0 ? ActorClass.Truck : ActorClass.Car, Line = road.Centre("r0"), StartM = 80 + gap + 5, SpeedMps = (_, _) => slow };
        return new Drawing(
            road,
            [ego, other],
            back ? [BehaviourTag.Overtaking, BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight] : [BehaviourTag.Overtaking, BehaviourTag.LaneChangeLeft]);
    }

    private static Drawing CuttingIn(DrawnRoad road, RandomStream random)
    {
        int side = random.NextInt(2) == 0 ? 1 : -1, lane = 1;
        double speed = random.NextUniform(12, 25), faster = random.NextUniform(0.5, 3), from = random.NextUniform(1, 3), takes = random.NextUniform(2.5, 4);
        double gap = random.NextUniform(0.5, 1.3) * speed + 4.5;
        double start = 100 + gap - faster * (from + takes);
        var ego = new DrawnActor { Id = "m", Line = road.Centre($"r{lane + side}"), StartM = start, SpeedMps = (_, _) => speed + faster, OffsetM = t => -side * W * Blend((t - from) / takes) };
        var other = new DrawnActor { Id = "o", Line = road.Centre($"r{lane}"), StartM = 100, SpeedMps = (_, _) => speed };
        return new Drawing(road, [ego, other], [BehaviourTag.CutIn, side > 0 ? BehaviourTag.LaneChangeRight : BehaviourTag.LaneChangeLeft]);
    }

    private static Drawing Keeping(string kind, DrawnRoad road, RandomStream random)
    {
        double speed = random.NextUniform(9, 24), start = random.NextUniform(40, 80);
        var line = road.Centre("r1");
        var actors = new List<DrawnActor>();
        switch (kind)
        {
            case BehaviourTag.Following:
                double gap = random.NextUniform(0.7, 2) * speed + 5, wave = random.NextUniform(0, 2), phase = random.NextUniform(0, 6);
                double Speed(double t) => speed + wave * Pinned.Sin(0.7 * t + phase);
                actors.Add(new DrawnActor { Id = "m", Line = line, StartM = start, SpeedMps = (t, _) => Speed(t - 0.8) });
                actors.Add(new DrawnActor { Id = "o", Line = line, StartM = start + gap, SpeedMps = (t, _) => Speed(t) });
                break;
            case BehaviourTag.StopAndGo:
                double cruise = random.NextUniform(5, 9), brake = random.NextUniform(1.8, 2.8), stop = cruise / brake + random.NextUniform(0, 0.6);
                double go = stop + random.NextUniform(0.8, 2), pull = random.NextUniform(1.5, 2.5);
                actors.Add(new DrawnActor { Id = "m", Line = line, StartM = start, SpeedMps = (t, _) => t < go ? Math.Clamp(brake * (stop - t), 0, cruise) : Math.Min(cruise, pull * (t - go)) });
                break;
            case BehaviourTag.HardBrake:
                double strong = random.NextUniform(5, 8), at = random.NextUniform(2, 4), least = random.NextUniform(0, speed - 8);
                actors.Add(new DrawnActor { Id = "m", Line = line, StartM = start, SpeedMps = (t, _) => Math.Clamp(speed - strong * (t - at), least, speed) });
                break;
            default:
                double drift = random.NextUniform(-0.4, 0.4);
                actors.Add(new DrawnActor { Id = "m", Line = line, StartM = start, SpeedMps = (t, _) => speed + drift * t });
                break;
        }

        if (random.NextInt(2) == 0)
        {
            actors.Add(new DrawnActor { Id = "a", Line = road.Centre("r2"), StartM = start + random.NextUniform(-30, 60), SpeedMps = (_, _) => speed });
        }

        return new Drawing(road, actors, kind == BehaviourTag.Straight ? [kind] : [kind, BehaviourTag.Straight]);
    }

    private static double TimeAt(DrawnActor actor, double placeM)
    {
        double t = 0;
        while (t < 30 && actor.PlaceAt(t) < placeM)
        {
            t += 0.1;
        }

        return t;
    }

    // From the cruise to the slow speed ahead of a place, and back behind another, at about 2 m/s².
    private static double Slowed(double s, double fromM, double toM, double cruise, double slow)
    {
        double away = s < fromM ? fromM - s : s > toM ? s - toM : 0;
        return Math.Min(cruise, Math.Sqrt(slow * slow + 4 * away));
    }

    // 0 to 1 with zero slope and curvature at both ends.
    private static double Blend(double x)
    {
        x = Math.Clamp(x, 0, 1);
        return x * x * x * (10 + x * (-15 + 6 * x));
    }

    private static RoadMap Moved(RoadMap map, double turn, Vector2d shift)
    {
        var axis = Vector2d.FromHeading(turn);
        Polyline Line(Polyline line) => new([.. line.Points.Select(p => p.FromAxis(axis) + shift)]);
        return map with { Lanes = [.. map.Lanes.Select(l => l with { Left = Line(l.Left), Right = Line(l.Right), Centre = Line(l.Centre) })] };
    }

    private static Track Moved(Track track, double turn, Vector2d shift)
    {
        var axis = Vector2d.FromHeading(turn);
        double[] x = new double[track.Count], y = new double[track.Count], heading = new double[track.Count];
        for (int i = 0; i < x.Length; i++)
        {
            var p = new Vector2d(track.X.Span[i], track.Y.Span[i]).FromAxis(axis) + shift;
            (x[i], y[i], heading[i]) = (p.X, p.Y, track.HeadingRad.Span[i] + turn);
        }

        return track with { X = x, Y = y, HeadingRad = heading };
    }

    private sealed record Drawing(DrawnRoad Road, IReadOnlyList<DrawnActor> Actors, IReadOnlyList<string> Tags);
}
