using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Templates;

/// <summary>
/// A scenario under construction. Frame of all templates: the ego drives along +x in the lane whose centre is y = 0, right-hand traffic, so its
/// near side is at negative y. Not thread-safe.
/// </summary>
internal sealed class Scene
{
    /// <summary>The ego's time to the conflict at the start, s, where the protocol fixes no distance.</summary>
    public const double LeadTimeS = 4;

    private const string EgoId = "ego";
    private const long DefaultStepUs = 100_000;
    private readonly ScenarioTemplate _template;
    private readonly List<Actor> _actors = [];
    private readonly List<string> _assumptions;
    private readonly List<GoalRegion> _goals = [];
    private ActorState _ego;

    /// <summary>An empty scene.</summary>
    public Scene(ScenarioTemplate template, VehicleSpec vehicle, TemplateArguments arguments)
    {
        _template = template;
        Vehicle = vehicle;
        Arguments = arguments;
        _assumptions = [.. template.Assumptions];
        Light = arguments.Word("light", "day");
    }

    /// <summary>The case's values.</summary>
    public TemplateArguments Arguments { get; }

    /// <summary>The ego's vehicle; a template may narrow its limits.</summary>
    public VehicleSpec Vehicle { get; set; }

    /// <summary>The road network.</summary>
    public RoadMap? Map { get; set; }

    /// <summary>Lanes of the ego from start to end.</summary>
    public IReadOnlyList<string> Route { get; set; } = [];

    /// <summary>When an ego that keeps its speed meets the target, s.</summary>
    public double ConflictS { get; set; }

    /// <summary>Time after <see cref="ConflictS"/> that the scenario still covers, s.</summary>
    public double TailS { get; set; } = 4;

    /// <summary>The ego's desired speed, m/s.</summary>
    public double DesiredMps { get; set; }

    /// <summary>Friction of the road.</summary>
    public double Friction { get; set; } = 1;

    /// <summary>Light.</summary>
    public string Light { get; set; }

    /// <summary>End of the scenario as far as the template itself says, s.</summary>
    public double EndS => ConflictS + TailS;

    /// <summary>Half the ego's length, m.</summary>
    public double EgoHalfLengthM => Vehicle.LengthM / 2;

    /// <summary>
    /// Lateral position on the ego's front of an impact location, m, positive to the left: share 0 is the ego's near-side (right) edge, 1 its
    /// far-side edge; y = share w - w/2 (specs §7.2).
    /// </summary>
    public double ImpactY(double share) => share * Vehicle.WidthM - Vehicle.WidthM / 2;

    /// <summary>
    /// Lateral position of a target's centre for an overlap, m: the overlapped share of the ego's width; positive puts the target to the ego's
    /// right, negative to its left, 100 % aligns the centre lines.
    /// </summary>
    public double OverlapY(double share, double targetWidthM)
    {
        double size = Math.Abs(share);
        if (size < 0.02)
        {
            throw new InputException($"the overlap {Arguments.Text("overlap")} of '{_template.Name}' leaves nothing to hit; write at least 2 % to either side");
        }

        double aside = size >= 1 ? 0 : (Vehicle.WidthM + targetWidthM) / 2 - size * Vehicle.WidthM;
        return share >= 0 ? -aside : aside;
    }

    /// <summary>Places the ego on the x axis so that at constant speed its front reaches an x at the time of conflict.</summary>
    public void PlaceEgo(double speedMps, double frontMeetsX = 0)
    {
        PlaceEgo(new Pose2d(frontMeetsX - EgoHalfLengthM - speedMps * ConflictS, 0, 0), speedMps);
    }

    /// <summary>Places the ego.</summary>
    public void PlaceEgo(Pose2d centre, double speedMps)
    {
        _ego = new ActorState(centre.X, centre.Y, centre.HeadingRad, speedMps);
        DesiredMps = Math.Abs(speedMps);
    }

    /// <summary>Where the ego's centre starts, local x, m.</summary>
    public double EgoStartX => _ego.X;

    /// <summary>Adds an actor.</summary>
    public void Add(string id, Target target, ActorState initial, Behaviour behaviour) => _actors.Add(new Actor
    {
        Id = id,
        Class = target.Class,
        Body = target.Body,
        Initial = initial,
        Behaviour = behaviour,
    });

    /// <summary>Adds an actor that stands.</summary>
    public void AddStanding(string id, Target target, Pose2d centre) => Add(id, target, new ActorState(centre.X, centre.Y, centre.HeadingRad, 0), new StationaryBehaviour());

    /// <summary>Adds an actor that runs along a path from its start with a speed script.</summary>
    public void AddMoving(string id, Target target, Polyline path, double speedMps, params SpeedStep[] speeds)
    {
        var start = path.Span[0];
        double heading = (path.Span[1] - start).ToHeading();
        Add(id, target, new ActorState(start.X, start.Y, heading, speedMps), new FollowPathBehaviour
        {
            Path = path,
            Speeds = speeds.Length > 0 ? speeds : [new SpeedStep(0, speedMps, 0)],
            HoldAtEnd = false,
        });
    }

    /// <summary>Notes something that the protocol's text leaves open.</summary>
    public void Assume(string text) => _assumptions.Add(text);

    /// <summary>The run ends when the ego stands (Euro NCAP's stop rule).</summary>
    public void EndAtStandstill() => _goals.Add(new GoalRegion { SpeedMps = new Interval(-0.05, 0.05), TimeUs = new Interval(1, 1e15) });

    /// <summary>The run ends when the ego is at least 1 m/s slower than a target that keeps its speed (Euro NCAP's stop rule).</summary>
    public void EndSlower(double targetMps) => _goals.Add(new GoalRegion { SpeedMps = new Interval(-1, Math.Max(targetMps - 1, 0.05)), TimeUs = new Interval(1, 1e15) });

    /// <summary>The run ends when the ego's centre has gone beyond an x: it has passed the target.</summary>
    public void EndBeyond(double x) => EndIn(new Pose2d(x, 0, 0), 0);

    /// <summary>The run ends when the ego's centre lies farther than a distance ahead of a pose.</summary>
    public void EndIn(Pose2d pose, double aheadM) => _goals.Add(new GoalRegion
    {
        Areas =
        [
            new Polygon(
            [
                pose.PointToWorld(new(aheadM, -60)), pose.PointToWorld(new(aheadM + 2000, -60)),
                pose.PointToWorld(new(aheadM + 2000, 60)), pose.PointToWorld(new(aheadM, 60)),
            ]),
        ],
    });

    /// <summary>The scenario.</summary>
    /// <exception cref="InputException">The suite's horizon ends before the conflict.</exception>
    public Scenario ToScenario(CaseKey key, long? stepUs, long? horizonUs)
    {
        long step = stepUs ?? DefaultStepUs;
        long own = (Times.Us(EndS) + step - 1) / step * step;
        long horizon = horizonUs ?? own;
        if (horizonUs is { } asked && asked < Times.Us(ConflictS + 1))
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture,
                $"the conflict of '{_template.Name}' comes after {ConflictS:0.0} s, but the suite's horizon is {asked * 1e-6:0.0} s: nothing would be tested; write a horizon of at least {Math.Ceiling(EndS):0} s, or none"));
        }

        return new Scenario
        {
            Name = key.Label.Length > 0 && !key.Label.StartsWith(_template.Name.Replace('/', '-'), StringComparison.Ordinal) ? $"{_template.Name} {key.Label}" : _template.Name,
            Map = Map ?? throw new InvalidOperationException($"Template '{_template.Name}' drew no map."),
            StepUs = step,
            HorizonUs = horizon,
            Actors =
            [
                new Actor
                {
                    Id = EgoId,
                    Class = Vehicle.Class,
                    Body = Vehicle.ToBody(),
                    Initial = _ego,
                    Behaviour = new DriverBehaviour(),
                    Vehicle = Vehicle,
                },
                .. _actors,
            ],
            EgoId = EgoId,
            Task = new EgoTask { Route = Route, DesiredSpeedMps = DesiredMps, Goals = _goals },
            Environment = new WorldEnvironment { Friction = Friction, Light = Light, Odd = _template.Odd },
            Parameters = key.Parameters,
            Tags = [_template.Name, _template.Protocol, .. _template.Tags, .. Exposure()],
            Provenance = new Provenance
            {
                Generator = "template",
                Version = TemplateGenerator.Version,
                Parents = [$"template {_template.Source}"],
                Assumptions = _assumptions,
            },
        };
    }

    private IEnumerable<string> Exposure() => _template.Exposure is { } share
        ? [string.Create(CultureInfo.InvariantCulture, $"exposure={share:0.####}")]
        : [];
}
