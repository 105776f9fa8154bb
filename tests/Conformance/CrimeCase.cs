using System.Text.Json;
using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>One recorded case of CommonRoad-CriMe: ego and one other on a straight road of three lanes, rebuilt as a recording.</summary>
internal sealed class CrimeCase
{
    private const double LaneWidthM = 3.5;

    private readonly JsonElement _case;

    public CrimeCase(JsonElement item)
    {
        _case = item;
        Dt = VectorReport.Number(item, "dt");
        Steps = item.GetProperty("n_steps").GetInt32();
        Id = item.GetProperty("id").GetInt32();
        IsPedestrian = item.GetProperty("other_kind").GetString() == "ped";
        IsStatic = item.GetProperty("other_kind").GetString() == "static";
        Scene = Build(Steps, 1);
        ShapeScene = Build(Steps, 0.5);
        LongScene = Build(Steps + 1, 0.5);
    }

    public int Id { get; }

    public double Dt { get; }

    public int Steps { get; }

    public bool IsPedestrian { get; }

    public bool IsStatic { get; }

    public EgoScene Scene { get; }

    /// <summary>The same for measures of shapes: the toolbox draws a pedestrian's circle with half its radius.</summary>
    public EgoScene ShapeScene { get; }

    /// <summary>The same with the last state, which the toolbox simulates manoeuvres up to but does not search.</summary>
    public EgoScene LongScene { get; }

    public ActorView Other => Scene.Others[0];

    public IEnumerable<(int Step, JsonElement Values)> Results()
    {
        foreach (var result in _case.GetProperty("results").EnumerateArray())
        {
            yield return (result.GetProperty("step").GetInt32(), result.GetProperty("values"));
        }
    }

    /// <summary>A recorded value; infinities are strings. Null when the case has none.</summary>
    public static double? Value(JsonElement values, string name)
    {
        if (!values.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => null,
        };
    }

    /// <summary>What the recording says about positions and speeds every tenth step, against the rebuilt tracks.</summary>
    public void CompareStates(VectorReport report)
    {
        foreach (string name in (string[])["ego", "other"])
        {
            var track = Scene.Recording.Find(name)!;
            int step = 0;
            foreach (var expected in _case.GetProperty(name + "_states").EnumerateArray())
            {
                if (step < Steps)
                {
                    var numbers = VectorReport.Numbers(expected);
                    var state = track.At(step);
                    report.Near($"case {Id} {name} x at {step}", numbers[0], state.X, 1e-9, 1e-6);
                    report.Near($"case {Id} {name} y at {step}", numbers[1], state.Y, 1e-9, 1e-6);
                    report.Near($"case {Id} {name} v at {step}", numbers[2], Scene.Recording.Find(name)!.SpeedMps.Span[step] * Math.Cos(state.HeadingRad), 1e-9, 1e-6);
                }

                step += 10;
            }
        }
    }

    private EgoScene Build(int states, double circleShare)
    {
        var recording = new Recording
        {
            Name = $"crime {Id}",
            StepUs = (long)Math.Round(Dt * 1e6),
            StepCount = states,
            Map = Road(),
            EgoId = "ego",
            Tracks =
            [
                Track("ego", _case.GetProperty("ego"), ActorClass.Car, states, circleShare),
                Track("other", _case.GetProperty("other"), IsPedestrian ? ActorClass.Pedestrian : IsStatic ? ActorClass.StaticObject : ActorClass.Car, states, circleShare),
            ],
            Provenance = new() { Generator = "test" },
        };
        return new EgoScene(new AssessRequest { Recording = recording }, AssessPeers.None, new CriticalityOptions { Mu = 1 }, recording.Ego()!, CancellationToken.None);
    }

    private Track Track(string id, JsonElement actor, ActorClass actorClass, int count, double circleShare)
    {
        double Get(string name, double missing = 0) => actor.TryGetProperty(name, out var value) ? value.GetDouble() : missing;
        double width = Get("width"), length = Get("length");
        bool circle = actorClass == ActorClass.Pedestrian;
        var body = circle ? new BodyBox(2 * circleShare * width, 2 * circleShare * width) : new BodyBox(length, width);
        var states = new ActorState[count];
        double x = Get("x"), y = Get("y"), v = Get("v"), a = Get("a"), vy = Get("vy");
        int lateral = (int)Math.Round(Get("t_lat") / Dt);
        for (int k = 0; k < count; k++)
        {
            double across = k < lateral ? vy : 0;
            states[k] = new ActorState(x, y, Math.Atan2(across, v), Math.Sqrt(v * v + across * across), 0, a);
            double next = Math.Max(0, v + a * Dt);
            x += (v + next) / 2 * Dt;
            y += across * Dt;
            v = next;
        }

        return Sim.Track.FromStates(id, actorClass, body, 0, states);
    }

    private static RoadMap Road()
    {
        Polyline Line(double y) => new([new Vector2d(-60, y), new Vector2d(200, y), new Vector2d(460, y)]);
        return new RoadMap
        {
            Name = "three lanes",
            Lanes = [.. Enumerable.Range(0, 3).Select(i => new Lane
            {
                Id = $"{i}",
                Centre = Line(i * LaneWidthM),
                Left = Line((i + 0.5) * LaneWidthM),
                Right = Line((i - 0.5) * LaneWidthM),
            })],
        };
    }
}
