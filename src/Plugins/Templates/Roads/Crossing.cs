using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Templates.Roads;

/// <summary>
/// A crossing of two roads with one lane each way. Arm 0 is where the ego comes from (eastbound, its lane at y = 0, the crossing begins at
/// x = 0), arm 1 comes from the south, 2 from the east, 3 from the north. Lanes: "in:k", "out:k", "straight:k", "left:k", "right:k". Immutable.
/// </summary>
internal sealed class Crossing
{
    private const double Width = StraightRoad.LaneWidthM;
    private readonly PathDrawing[] _shapes;
    private readonly Vector2d _centre;
    private readonly double _armM;

    /// <summary>Draws the crossing around a left turn.</summary>
    /// <param name="turn">The left turn.</param>
    /// <param name="armM">Length of each arm, m.</param>
    public Crossing(TurnGeometry turn, double armM)
    {
        _armM = armM;
        var left = turn.Draw();
        ReachM = left.End.X;
        _centre = new(ReachM - Width / 2, Width / 2);
        double radius = ReachM - Width;
        _shapes =
        [
            new PathDrawing(new Pose2d(0, 0, 0)).Line(2 * ReachM - Width),
            left,
            new PathDrawing(new Pose2d(0, 0, 0)).Curve(-1 / radius, -1 / radius, radius * Math.PI / 2),
            new PathDrawing(new Pose2d(-armM, 0, 0)).Line(armM),
            new PathDrawing(new Pose2d(0, Width, Math.PI)).Line(armM),
        ];
    }

    /// <summary>x of the northbound lane's centre and y of its begin, m; the southbound lane lies one width to the left.</summary>
    public double ReachM { get; }

    /// <summary><see cref="ReachM"/> of a crossing around a turn, m.</summary>
    public static double Reach(TurnGeometry turn) => turn.Draw().End.X;

    /// <summary>Lane ids of a way through.</summary>
    public static IReadOnlyList<string> Route(int arm, Turn turn) => [Id("in", arm), Id(Word(turn), arm), Id("out", Exit(arm, turn))];

    /// <summary>Centre line of a way through, from the arm's begin to its end.</summary>
    public Polyline Path(int arm, Turn turn)
    {
        IEnumerable<Vector2d> points =
        [
            .. Line(_shapes[3], arm, 0).Points,
            .. Line(_shapes[(int)turn], arm, 0).Points.Skip(1),
            .. Line(_shapes[4], Exit(arm, turn), 0).Points.Skip(1),
        ];
        return new Polyline([.. points]);
    }

    /// <summary>Arc length on <see cref="Path"/> at which the crossing begins, m.</summary>
    public double EntryM => _armM;

    /// <summary>Arc length on <see cref="Path"/> at which the crossing ends, m.</summary>
    public double ExitM(Turn turn) => _armM + _shapes[(int)turn].ToLine().LengthM;

    /// <summary>The map.</summary>
    /// <param name="control">Lights or signs.</param>
    /// <param name="crosswalk">A marked crossing of a road, or null.</param>
    public RoadMap ToMap(CrossingControl control, Polygon? crosswalk = null)
    {
        var lanes = new List<Lane>();
        for (int arm = 0; arm < 4; arm++)
        {
            bool bound = control == CrossingControl.Lights || (control == CrossingControl.StopSigns && arm % 2 == 1);
            lanes.Add(Draw(_shapes[3], arm) with
            {
                Id = Id("in", arm),
                Successors = [Id("straight", arm), Id("left", arm), Id("right", arm)],
                LeftNeighbour = new LaneNeighbour(Id("out", arm), false),
                SignalIds = bound ? [Id("signal", arm)] : [],
                StopLineId = bound ? Id("stop", arm) : null,
            });
            lanes.Add(Draw(_shapes[4], arm) with
            {
                Id = Id("out", arm),
                Predecessors = [Id("straight", (arm + 2) % 4), Id("left", (arm + 1) % 4), Id("right", (arm + 3) % 4)],
                LeftNeighbour = new LaneNeighbour(Id("in", arm), false),
            });
            foreach (var turn in (Turn[])[Turn.Straight, Turn.Left, Turn.Right])
            {
                lanes.Add(Draw(_shapes[(int)turn], arm) with
                {
                    Id = Id(Word(turn), arm),
                    JunctionId = "crossing",
                    Predecessors = [Id("in", arm)],
                    Successors = [Id("out", Exit(arm, turn))],
                });
            }
        }

        return new RoadMap
        {
            Name = "crossing",
            Lanes = lanes,
            Junctions = [new Junction("crossing", [.. lanes.Where(l => l.JunctionId is not null).Select(l => l.Id)], [.. Enumerable.Range(0, 4).Select(k => Id("in", k))])],
            Signals = [.. Enumerable.Range(0, 4).Where(k => Bound(control, k)).Select(k => Signal(control, k))],
            StopLines = [.. Enumerable.Range(0, 4).Where(k => Bound(control, k)).Select(k => new StopLine(Id("stop", k), At(new(-0.5, Width / 2), k), At(new(-0.5, -Width / 2), k), [Id("signal", k)]))],
            Crosswalks = crosswalk is null ? [] : [new Crosswalk("crosswalk", crosswalk)],
        };
    }

    private static bool Bound(CrossingControl control, int arm) => control == CrossingControl.Lights || (control == CrossingControl.StopSigns && arm % 2 == 1);

    private static int Exit(int arm, Turn turn) => (arm + turn switch { Turn.Straight => 2, Turn.Left => 3, _ => 1 }) % 4;

    private static string Word(Turn turn) => turn switch { Turn.Straight => "straight", Turn.Left => "left", _ => "right" };

    private static string Id(string kind, int arm) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{arm}");

    private MapSignal Signal(CrossingControl control, int arm)
    {
        var at = At(new(0, -Width / 2 - 0.5), arm);
        var pose = new Pose2d(at, (arm + 2) % 4 * (Math.PI / 2));
        return control == CrossingControl.Lights
            ? new MapSignal { Id = Id("signal", arm), Kind = MapSignalKind.Light, Pose = pose, HeightM = 3, Cycle = [new SignalPhase(arm % 2 == 0 ? SignalState.Green : SignalState.Red, 3_600_000_000)] }
            : new MapSignal { Id = Id("signal", arm), Kind = MapSignalKind.Sign, Code = "206", Country = "DE", Pose = pose, HeightM = 2 };
    }

    private Lane Draw(PathDrawing shape, int arm) => new()
    {
        Id = "",
        Left = Line(shape, arm, Width / 2),
        Right = Line(shape, arm, -Width / 2),
        Centre = Line(shape, arm, 0),
    };

    private Polyline Line(PathDrawing shape, int arm, double leftM) => new([.. shape.ToLine(leftM).Points.Select(p => At(p, arm))]);

    private Vector2d At(Vector2d p, int arm)
    {
        // Quarter turns are exact.
        var r = p - _centre;
        r = arm switch { 1 => new(-r.Y, r.X), 2 => new(-r.X, -r.Y), 3 => new(r.Y, -r.X), _ => r };
        return _centre + r;
    }
}
