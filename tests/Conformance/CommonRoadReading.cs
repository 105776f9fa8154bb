using System.Globalization;
using System.Xml.Linq;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>A second, slow and plain reading of CommonRoad for comparison: LINQ to XML over the document tree. Shares no code with the reader.</summary>
internal sealed class CommonRoadReading
{
    private static readonly string[] MotorTypes = ["car", "truck", "bus", "motorcycle", "priorityVehicle", "taxi"];
    private readonly Dictionary<string, XElement> _lanelets;

    public CommonRoadReading(byte[] content)
    {
        using var stream = new MemoryStream(content);
        Root = XDocument.Load(stream).Root!;
        _lanelets = Root.Elements("lanelet").DistinctBy(Id).ToDictionary(Id);
    }

    /// <summary>The document's root.</summary>
    public XElement Root { get; }

    public IEnumerable<XElement> Lanelets => Root.Elements("lanelet");

    /// <summary>True when a motor vehicle has two states or more.</summary>
    public bool HasMovingMotorVehicle => Root.Elements().Where(e => e.Name.LocalName is "obstacle" or "dynamicObstacle")
        .Any(o => MotorTypes.Contains(o.Element("type")?.Value.Trim()) && o.Elements("trajectory").Elements("state").Any());

    public static string Id(XElement element) => (string)element.Attribute("id")!;

    public static double Number(XElement element) => double.Parse(element.Value, CultureInfo.InvariantCulture);

    public static List<Vector2d> Points(XElement bound) =>
        [.. bound.Elements("point").Select(p => new Vector2d(Number(p.Element("x")!), Number(p.Element("y")!)))];

    /// <summary>True when the shape is one rectangle or circle about the obstacle's origin, so that its position is its box's centre.</summary>
    public static bool IsCentred(XElement obstacle)
    {
        var parts = obstacle.Element("shape")?.Elements().ToList() ?? [];
        return parts.Count == 1 && parts[0].Name.LocalName is "rectangle" or "circle" && parts.Count == 1
            && (parts[0].Element("center") is not { } c || (Number(c.Element("x")!) == 0 && Number(c.Element("y")!) == 0))
            && (parts[0].Element("orientation") is not { } o || Number(o) == 0);
    }

    /// <summary>Every two lanelets that follow each other: stated by both, or by one whose bounds' ends meet those of the other within 1 cm.</summary>
    public HashSet<(string From, string To)> Links()
    {
        var after = Stated("successor").ToHashSet();
        var before = Stated("predecessor").Select(l => (l.To, l.From)).ToHashSet();
        return [.. after.Union(before).Where(l => _lanelets.ContainsKey(l.Item1) && _lanelets.ContainsKey(l.Item2)
            && ((after.Contains(l) && before.Contains(l)) || GapM(l.Item1, l.Item2) <= RoadMapCheck.JoinToleranceM))];
    }

    /// <summary>The neighbour that a lanelet states, or null.</summary>
    public (string Id, bool SameDirection)? Neighbour(string laneId, bool left) =>
        _lanelets[laneId].Element(left ? "adjacentLeft" : "adjacentRight") is { } side
            ? ((string)side.Attribute("ref")!, (string?)side.Attribute("drivingDir") != "opposite")
            : null;

    /// <summary>True when the neighbour that a lanelet states also states the lanelet, on the right side and in the same direction.</summary>
    public bool IsMutualNeighbour(string laneId, bool left) => Neighbour(laneId, left) is { } other && _lanelets.ContainsKey(other.Id)
        && Neighbour(other.Id, left != other.SameDirection) is { } back && back.Id == laneId && back.SameDirection == other.SameDirection;

    /// <summary>How the data break a rule of the map at a lanelet, or null when they do not.</summary>
    public string? Explain(MapRule rule, string laneId)
    {
        if (rule == MapRule.UniqueId)
        {
            return Root.Elements().Count(e => (string?)e.Attribute("id") == laneId) > 1 ? "the file gives the id twice" : null;
        }

        if (rule == MapRule.KnownReference)
        {
            var known = Root.Elements().Select(e => (string?)e.Attribute("id")).ToHashSet();
            return Root.Elements().Where(e => (string?)e.Attribute("id") == laneId).Descendants().Attributes("ref").Any(r => !known.Contains(r.Value))
                ? "it names what is not in the file" : null;
        }

        if (!_lanelets.TryGetValue(laneId, out var lanelet))
        {
            return null;
        }

        List<Vector2d> left = Points(lanelet.Element("leftBound")!), right = Points(lanelet.Element("rightBound")!);
        return rule switch
        {
            MapRule.SimpleOutline when PlainGeometry.CrossesItself(left, right) => "the bounds of the source cross or double back",
            MapRule.BoundsInOrder when PlainGeometry.SidesSwap(left, right) => "the bounds of the source change sides",
            MapRule.PositiveLength when PlainGeometry.HasNoLength(left, right) => "the lanelet has no length in the source",
            MapRule.EqualPointCount when left.Count != right.Count => "the bounds of the source have different numbers of points",
            MapRule.FiniteNumber when lanelet.Element("speedLimit") is { } limit && !(Number(limit) > 0) => "the speed limit of the source is not positive",
            MapRule.JoinedEnds when Links().Where(l => l.From == laneId).Select(l => (double?)GapM(l.From, l.To)).Max() is { } gap && gap > RoadMapCheck.JoinToleranceM =>
                FormattableString.Invariant($"the source links it to a lanelet whose bounds begin {gap:0.###} m away"),
            MapRule.MutualLink when Stated("successor").Concat(Stated("predecessor")).Any(l => l.From == laneId && !Links().Contains(l) && !Links().Contains((l.To, l.From))) =>
                "the source states a link on one side only",
            MapRule.MutualNeighbour when (Neighbour(laneId, true) is not null && !IsMutualNeighbour(laneId, true))
                || (Neighbour(laneId, false) is not null && !IsMutualNeighbour(laneId, false)) => "the source states a neighbour on one side only",
            _ => null,
        };
    }

    /// <summary>Ids of obstacles whose boxes overlap an outline at a time step. Only boxes about their own origin when <paramref name="plainOnly"/>.</summary>
    public List<string> OverlappingAt(int timeStep, IReadOnlyList<Vector2d> outline, string? except, bool plainOnly)
    {
        var found = new List<string>();
        foreach (var obstacle in Root.Elements().Where(e => e.Name.LocalName.EndsWith("bstacle", StringComparison.Ordinal) && e.Name.LocalName != "phantomObstacle"))
        {
            if (Id(obstacle) != except && (!plainOnly || IsCentred(obstacle)) && BoxAt(obstacle, timeStep) is { } box && PlainGeometry.Overlap(box, outline))
            {
                found.Add(Id(obstacle));
            }
        }

        return found;
    }

    /// <summary>The box about an obstacle's shape at a time step, or null when the file shows it elsewhere in time.</summary>
    public static Vector2d[]? BoxAt(XElement obstacle, int timeStep)
    {
        bool still = obstacle.Name.LocalName is "staticObstacle" or "environmentObstacle" || obstacle.Element("role")?.Value.Trim() == "static";
        var state = obstacle.Elements("initialState").Concat(obstacle.Elements("trajectory").Elements("state"))
            .FirstOrDefault(s => still || TimeStep(s) == timeStep);
        if (state is null && obstacle.Name.LocalName != "environmentObstacle")
        {
            return null;
        }

        var (centre, length, width, angle) = Box(obstacle.Element("shape")!);
        var (at, heading) = state is null ? (Vector2d.Zero, 0) : (Position(state), Heading(state));
        var turned = new Vector2d((centre.X * Math.Cos(heading)) - (centre.Y * Math.Sin(heading)), (centre.X * Math.Sin(heading)) + (centre.Y * Math.Cos(heading)));
        return PlainGeometry.Box(at + turned, heading + angle, length, width);
    }

    /// <summary>The whole time step of a state, or null when it is an interval.</summary>
    public static int? TimeStep(XElement state) =>
        state.Element("time")?.Element("exact") is { } exact ? int.Parse(exact.Value, CultureInfo.InvariantCulture) : null;

    /// <summary>A state's position: its point, or the middle of its area.</summary>
    public static Vector2d Position(XElement state)
    {
        var position = state.Element("position")!;
        return position.Element("point") is { } point ? new Vector2d(Number(point.Element("x")!), Number(point.Element("y")!)) : Box(position).Centre;
    }

    /// <summary>A state's heading: exact, or the middle of its interval; 0 when not stated.</summary>
    public static double Heading(XElement state) => state.Element("orientation") switch
    {
        null => 0,
        { } o when o.Element("exact") is { } exact => Number(exact),
        { } o => (Number(o.Element("intervalStart")!) + Number(o.Element("intervalEnd")!)) / 2,
    };

    private static (Vector2d Centre, double Length, double Width, double Angle) Box(XElement shapes)
    {
        var parts = shapes.Elements().Where(e => e.Name.LocalName is "rectangle" or "circle" or "polygon").ToList();
        if (parts is [{ Name.LocalName: "rectangle" } only])
        {
            return (Centre(only), Number(only.Element("length")!), Number(only.Element("width")!), only.Element("orientation") is { } o ? Number(o) : 0);
        }

        var corners = parts.SelectMany<XElement, Vector2d>(p => p.Name.LocalName switch
        {
            "polygon" => Points(p),
            "circle" => PlainGeometry.Box(Centre(p), 0, 2 * Number(p.Element("radius")!), 2 * Number(p.Element("radius")!)),
            _ => PlainGeometry.Box(Centre(p), p.Element("orientation") is { } o ? Number(o) : 0, Number(p.Element("length")!), Number(p.Element("width")!)),
        }).DefaultIfEmpty(Vector2d.Zero).ToList();
        double x0 = corners.Min(c => c.X), x1 = corners.Max(c => c.X), y0 = corners.Min(c => c.Y), y1 = corners.Max(c => c.Y);
        return (new Vector2d((x0 + x1) / 2, (y0 + y1) / 2), x1 - x0, y1 - y0, 0);
    }

    private static Vector2d Centre(XElement part) =>
        part.Element("center") is { } c ? new Vector2d(Number(c.Element("x")!), Number(c.Element("y")!)) : Vector2d.Zero;

    private IEnumerable<(string From, string To)> Stated(string word) =>
        Lanelets.SelectMany(l => l.Elements(word).Select(e => (Id(l), (string)e.Attribute("ref")!)));

    private double GapM(string from, string to)
    {
        double Gap(string bound) => Points(_lanelets[from].Element(bound)!)[^1].DistanceTo(Points(_lanelets[to].Element(bound)!)[0]);
        return Math.Max(Gap("leftBound"), Gap("rightBound"));
    }
}
