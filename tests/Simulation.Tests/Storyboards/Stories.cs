using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Small roads and storyboards. Steps of 0.1 s; entities are 4 m by 2 m with the rear axle 1 m behind the centre.</summary>
internal static class Stories
{
    public const double Width = 3.5;

    public static readonly BodyBox Car = new(4, 2, 1.5, 1);

    /// <summary>Road "1" along +x from the origin: lanes 2 and 1 towards -x, -1 and -2 towards +x.</summary>
    public static RoadMap Straight(double lengthM = 1000, IReadOnlyList<MapSignal>? signals = null) =>
        new() { Name = "straight", Lanes = [.. Lanes("1", 0, 0, 0, lengthM, false)], Roads = [Line("1", 0, 0, 0, lengthM)], Signals = signals ?? [] };

    /// <summary>Road "1" from the origin to (100, 0); road "2" lies behind it, but its s runs from (300, 0) back to (100, 0).</summary>
    public static RoadMap Opposed() => new()
    {
        Name = "opposed",
        Lanes =
        [
            .. Lanes("1", 0, 0, 0, 100, false).Select(l => Link(l, ("1:0:-1", "2:0:1"), ("1:0:-2", "2:0:2"), ("2:0:-1", "1:0:1"), ("2:0:-2", "1:0:2"))),
            .. Lanes("2", 300, 0, Math.PI, 200, false).Select(l => Link(l, ("1:0:-1", "2:0:1"), ("1:0:-2", "2:0:2"), ("2:0:-1", "1:0:1"), ("2:0:-2", "1:0:2"))),
        ],
        Roads = [Line("1", 0, 0, 0, 100), Line("2", 300, 0, Math.PI, 200)],
    };

    /// <summary>Road "1" from the origin to (100, 0), there a fork: road "2" goes straight on, road "3" to the left by 0.3 rad. One lane each, -1.</summary>
    public static RoadMap Fork() => new()
    {
        Name = "fork",
        Lanes =
        [
            .. Lanes("1", 0, 0, 0, 100, true).Select(l => l with { Successors = ["2:0:-1", "3:0:-1"] }),
            .. Lanes("2", 100, 0, 0, 200, true).Select(l => l with { Predecessors = ["1:0:-1"] }),
            // Bent at its first metre, so that it turns although it begins as road 1 ends.
            .. Lanes("3", 100, 0, 0.3, 200, true).Select(l => l with { Predecessors = ["1:0:-1"], Centre = new Polyline([new(100, -1.75), .. l.Centre.Points.Skip(1)]) }),
        ],
        Roads = [Line("1", 0, 0, 0, 100, one: true), Line("2", 100, 0, 0, 200, one: true), Line("3", 100, 0, 0.3, 200, one: true)],
    };

    public static Actor Entity(string id, BodyBox? body = null) => new()
    {
        Id = id,
        Class = ActorClass.Car,
        Body = body ?? Car,
        Initial = default,
        Behaviour = new StoryboardBehaviour(),
    };

    public static Scenario Scene(RoadMap map, double seconds, Storyboard storyboard, params string[] entities) => new()
    {
        Name = "scene",
        Map = map,
        StepUs = 100_000,
        HorizonUs = (long)Math.Round(seconds * 10) * 100_000,
        EgoId = entities[0],
        Actors = [.. entities.Select(e => Entity(e))],
        Storyboard = storyboard with { Entities = storyboard.Entities.Count > 0 ? storyboard.Entities : [.. entities.Select(e => new StoryboardEntity { Id = e })] },
        Provenance = new Provenance { Generator = "test" },
    };

    /// <summary>An entity at s on a lane of road "1".</summary>
    public static EntityInit Start(string id, int lane, double s, double speed, params StoryboardAction[] more) => new(
        id, [new TeleportAction { Position = Lane(lane, s) }, Speed(speed), .. more]);

    public static LanePosition Lane(int lane, double s, double offset = 0, string road = "1") =>
        new() { RoadId = road, LaneId = $"{lane}", AlongM = s, OffsetM = offset };

    public static SpeedAction Speed(double to, TransitionShape shape = TransitionShape.Step, TransitionDimension dimension = TransitionDimension.Time, double value = 0) =>
        new() { Dynamics = new TransitionDynamics(shape, dimension, value), Target = new SpeedTarget { Value = to } };

    public static StoryTrigger At(double seconds) => When(new SimulationTimeCondition { ValueS = seconds, Rule = ValueRule.GreaterOrEqual });

    public static StoryTrigger When(params TriggerCondition[] conditions) => new([new TriggerGroup(conditions)]);

    public static StoryEvent Event(string name, StoryTrigger trigger, params StoryboardAction[] actions) => new()
    {
        Name = name,
        StartTrigger = trigger,
        Actions = [.. actions.Select((a, i) => new StoryAction(actions.Length == 1 ? $"{name}-action" : $"{name}-action{i}", a))],
    };

    public static Storyboard Board(IEnumerable<EntityInit> init, params (string Actor, StoryEvent[] Events)[] groups) => new()
    {
        Init = new StoryboardInit { Entities = [.. init] },
        Stories =
        [
            new Story("story",
            [
                new StoryAct
                {
                    Name = "act",
                    StartTrigger = At(0),
                    Groups = [.. groups.Select((g, i) => new ManoeuvreGroup { Name = $"group{i}", Actors = g.Actor.Length > 0 ? [g.Actor] : [], Manoeuvres = [new Manoeuvre($"manoeuvre{i}", g.Events)] })],
                },
            ]),
        ],
    };

    public static Recording Run(Scenario scenario, Setting? options = null, IDriver? driver = null) => ClosedLoop.Run(
        new EmbeddedSimulator(), new SimulatorUse { Options = options ?? Setting.Empty }, scenario, driver, Setting.Empty, 1, 1, TestContext.Current.CancellationToken);

    public static List<StoryTransition> Transitions(this Recording recording) => [.. recording.Events.Select(StoryTransition.FromEvent).OfType<StoryTransition>()];

    /// <summary>Times of a transition of the events or actions of a name, s.</summary>
    public static double[] Times(this Recording recording, string name, StoryTransitionKind kind) =>
        [.. recording.Transitions().Where(t => t.Name == name && t.Transition == kind).Select(t => Math.Round(t.TimeUs * 1e-6, 6))];

    /// <summary>The reference point of an entity at a time.</summary>
    public static Pose2d Axle(this Recording recording, string id, double seconds)
    {
        var track = recording.Find(id)!;
        return track.At((int)Math.Round(seconds * 10)).Pose.CentreToRearAxle(track.Body.RearAxleToCentreM);
    }

    public static double SpeedAt(this Recording recording, string id, double seconds) => recording.Find(id)!.At((int)Math.Round(seconds * 10)).SpeedMps;

    private static Lane Link(Lane lane, params (string From, string To)[] links) => lane with
    {
        Successors = [.. links.Where(l => l.From == lane.Id).Select(l => l.To)],
        Predecessors = [.. links.Where(l => l.To == lane.Id).Select(l => l.From)],
    };

    private static IEnumerable<Lane> Lanes(string road, double x, double y, double heading, double length, bool one)
    {
        double sin = Math.Sin(heading), cos = Math.Cos(heading);
        Vector2d Point(double s, double t) => new(x + s * cos - t * sin, y + s * sin + t * cos);
        Polyline Edge(double t, bool up) => up ? new Polyline([Point(0, t), Point(1, t), Point(length, t)]) : new Polyline([Point(length, t), Point(1, t), Point(0, t)]);
        foreach (int number in one ? [-1] : new[] { 2, 1, -1, -2 })
        {
            bool up = number < 0;
            double centre = Math.Sign(number) * (Math.Abs(number) - 0.5) * Width, half = up ? Width / 2 : -Width / 2;
            yield return new Lane { Id = $"{road}:0:{number}", Centre = Edge(centre, up), Left = Edge(centre + half, up), Right = Edge(centre - half, up) };
        }
    }

    private static RoadLine Line(string id, double x, double y, double heading, double length, bool one = false)
    {
        double sin = Math.Sin(heading), cos = Math.Cos(heading);
        double[] s = [0, 1, length];
        return new RoadLine
        {
            Id = id,
            LengthM = length,
            Sections =
            [
                new RoadLineSection
                {
                    StationsM = s,
                    X = [.. s.Select(v => x + v * cos)],
                    Y = [.. s.Select(v => y + v * sin)],
                    HeadingRad = [heading, heading, heading],
                    Lanes = [.. (one ? [-1] : new[] { 2, 1, -1, -2 }).Select(n =>
                    {
                        double centre = Math.Sign(n) * (Math.Abs(n) - 0.5) * Width;
                        return new RoadLineLane(n, [centre, centre, centre], [Width, Width, Width], $"{id}:0:{n}");
                    })],
                },
            ],
        };
    }
}
