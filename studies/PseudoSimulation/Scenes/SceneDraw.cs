using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>A scene being drawn: its random numbers, its road and its actors. Not thread-safe.</summary>
internal sealed class SceneDraw
{
    private readonly List<Actor> _actors = [];
    private Actor? _ego;

    /// <summary>An empty scene.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="family">Its family, a tag.</param>
    /// <param name="seed">Seed of everything that is drawn.</param>
    public SceneDraw(string name, string family, ulong seed)
    {
        Name = name;
        Family = family;
        Seed = seed;
        Random = new RandomStream(seed);
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Family.</summary>
    public string Family { get; }

    /// <summary>Seed.</summary>
    public ulong Seed { get; }

    /// <summary>The scene's random numbers.</summary>
    public RandomStream Random { get; }

    /// <summary>The road network.</summary>
    public RoadMap Map { get; set; } = RoadMap.Empty;

    /// <summary>Lanes of the ego.</summary>
    public IReadOnlyList<string> Route { get; set; } = [];

    /// <summary>Uniform in [low, high).</summary>
    public double Draw(double low, double high) => Random.NextUniform(low, high);

    /// <summary>True with a probability.</summary>
    public bool Chance(double share) => Random.NextDouble() < share;

    /// <summary>Places the ego on a line.</summary>
    public void Ego(Polyline line, double s, double speedMps)
    {
        var pose = line.PoseAt(s);
        _ego = new Actor
        {
            Id = "ego",
            Class = ActorClass.Car,
            Body = StudyVehicle.Spec.ToBody(),
            Initial = new ActorState(pose.X, pose.Y, pose.HeadingRad, speedMps),
            Behaviour = new DriverBehaviour(),
            Vehicle = StudyVehicle.Spec,
        };
    }

    /// <summary>Adds an actor at a pose; one that would stand in somebody already placed is left out.</summary>
    public bool Add(string kind, ActorClass actorClass, BodyBox body, Pose2d pose, double speedMps, Behaviour behaviour)
    {
        var box = new OrientedBox(pose, body.LengthM + 1.5, body.WidthM + 0.1);
        foreach (var other in _ego is null ? _actors : [_ego, .. _actors])
        {
            if (box.Overlaps(new OrientedBox(other.Initial.Pose, other.Body.LengthM, other.Body.WidthM)))
            {
                return false;
            }
        }

        _actors.Add(new Actor
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{_actors.Count + 1}"),
            Class = actorClass,
            Body = body,
            Initial = new ActorState(pose.X, pose.Y, pose.HeadingRad, speedMps),
            Behaviour = behaviour,
        });
        return true;
    }

    /// <summary>A car that follows its lane with IDM.</summary>
    /// <param name="centre">Centre line of its lane.</param>
    /// <param name="s">Arc length on it, m.</param>
    /// <param name="speedMps">First speed.</param>
    /// <param name="desiredMps">Desired speed.</param>
    /// <param name="route">Its lanes; empty follows the straightest.</param>
    /// <param name="changes">True: it may change lanes.</param>
    public bool Traffic(Polyline centre, double s, double speedMps, double desiredMps, IReadOnlyList<string>? route = null, bool changes = false) =>
        s > 3 && s < centre.LengthM - 3 && Add("car", ActorClass.Car, Bodies.Car(Random), centre.PoseAt(s), speedMps, new FollowLaneBehaviour
        {
            Idm = new IdmParameters { DesiredSpeedMps = desiredMps, HeadwayS = Draw(1.0, 1.9), MaxAccelMps2 = Draw(1.0, 2.0), ComfortDecelMps2 = Draw(1.5, 3.0) },
            Mobil = changes ? new MobilParameters() : null,
            Route = route ?? [],
        });

    /// <summary>A column of cars in a lane, with random gaps, left out within a stretch.</summary>
    public void Column(Polyline centre, double fromS, double toS, double speedMps, double keepFreeFrom = 0, double keepFreeTo = 0, bool changes = false, double gapLow = 18, double gapHigh = 50)
    {
        double s = fromS + Draw(0, gapHigh - gapLow);
        while (s < toS)
        {
            if (s < keepFreeFrom || s > keepFreeTo)
            {
                double v = Math.Max(speedMps + Draw(-1, 1), 0.5);
                Traffic(centre, s, v, v + Draw(-0.5, 2), changes: changes);
            }

            s += Draw(gapLow, gapHigh);
        }
    }

    /// <summary>A car on a line with a speed script.</summary>
    public bool Scripted(Polyline line, double s, double speedMps, StartTrigger? trigger, params SpeedStep[] speeds) =>
        Add("car", ActorClass.Car, Bodies.Car(Random), line.PoseAt(s), speedMps, new FollowPathBehaviour { Path = line, StartM = s, Speeds = speeds, Trigger = trigger, HoldAtEnd = false });

    /// <summary>A pedestrian who walks along a line once the trigger holds.</summary>
    public bool Pedestrian(Polyline line, double speedMps, StartTrigger trigger) =>
        Add("pedestrian", ActorClass.Pedestrian, Bodies.Pedestrian, line.PoseAt(0), 0, new FollowPathBehaviour { Path = line, Speeds = [new SpeedStep(0, speedMps, 3)], Trigger = trigger });

    /// <summary>A cyclist along a line.</summary>
    public bool Bicycle(Polyline line, double s, double speedMps) =>
        Add("bicycle", ActorClass.Bicycle, Bodies.Bicycle, line.PoseAt(s), speedMps, new FollowPathBehaviour { Path = line, StartM = s, HoldAtEnd = false });

    /// <summary>A parked car.</summary>
    public bool Parked(Pose2d pose) => Add("parked", ActorClass.ParkedVehicle, Bodies.Car(Random), pose, 0, new StationaryBehaviour());

    /// <summary>The scenario: <see cref="StudyTimes.HistoryUs"/> of history and <see cref="StudyTimes.DriveUs"/> of drive.</summary>
    public Scenario ToScenario() => new()
    {
        Name = Name,
        Map = Map,
        StepUs = StudyTimes.StepUs,
        HorizonUs = StudyTimes.HistoryUs + StudyTimes.DriveUs,
        Actors = [_ego ?? throw new InvalidOperationException($"Scene '{Name}' has no ego."), .. _actors],
        EgoId = "ego",
        Task = new EgoTask { Route = Route },
        Tags = [Family],
        Provenance = new Provenance { Generator = "studies", Version = "1", Seed = Seed },
    };
}
