using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.Lanelet2;

/// <summary>Regulatory elements: lights, signs, speed limits, stop lines, and which lanelets they bind.</summary>
internal sealed class Lanelet2Rules(OsmData data, LocalFrame frame, string file, Notes notes)
{
    private const double LightHeightM = 5;

    // Of one regulatory element; far above any real one.
    private const int MostOfRule = 100;

    private readonly Dictionary<long, string> _signalIds = [];
    private readonly Dictionary<long, int> _stopLines = [];
    private readonly Dictionary<long, Rule?> _rules = [];
    private readonly Dictionary<string, List<string>> _signalsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _stopLineOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _limitOf = new(StringComparer.Ordinal);
    private readonly List<StopLine> _lines = [];
    private readonly List<MapSignal> _signals = [];
    private readonly Dictionary<string, MapSignal> _signalById = new(StringComparer.Ordinal);

    public IReadOnlyList<MapSignal> Signals => _signals;

    public IReadOnlyList<StopLine> StopLines => _lines;

    public double? LimitOf(string lane) => _limitOf.TryGetValue(lane, out double limit) ? limit : null;

    public IReadOnlyList<string> SignalsOf(string lane) => _signalsOf.TryGetValue(lane, out var ids) ? ids : [];

    public string? StopLineOf(string lane) => _stopLineOf.GetValueOrDefault(lane);

    /// <summary>Reads the regulatory elements that lanelets name.</summary>
    public void Read(IReadOnlyList<Lanelet2Map.Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            foreach (var member in piece.Relation.Members)
            {
                if (member.Role == "regulatory_element" && member.Type == "relation" && data.Relations.TryGetValue(member.Ref, out var relation))
                {
                    if (!_rules.TryGetValue(relation.Id, out var rule))
                    {
                        _rules[relation.Id] = rule = ReadRule(relation);
                    }

                    if (rule is not null)
                    {
                        Bind(piece, rule);
                    }
                }
            }
        }
    }

    private void Bind(Lanelet2Map.Piece piece, Rule rule)
    {
        if (rule.LimitMps is { } limit)
        {
            _limitOf[piece.Id] = Math.Min(limit, _limitOf.GetValueOrDefault(piece.Id, double.MaxValue));
        }

        if (rule.SignalIds.Count > 0)
        {
            if (!_signalsOf.TryGetValue(piece.Id, out var ids))
            {
                _signalsOf[piece.Id] = ids = [];
            }

            foreach (string id in rule.SignalIds)
            {
                if (ids.Count < MostOfRule && !ids.Contains(id))
                {
                    ids.Add(id);
                }
            }
        }

        // Of a right-of-way rule only the lanelets that yield stop. Of several lines the one nearest to the lanelet's end is its own.
        if (rule.Lines.Count == 0 || rule.Yielding is { } yielding && !yielding.Contains(piece.Id))
        {
            return;
        }

        var end = piece.Shape.Left[^1].Lerp(piece.Shape.Right[^1], 0.5);
        int best = rule.Lines[0];
        foreach (int line in rule.Lines)
        {
            best = Distance(line, end) < Distance(best, end) ? line : best;
        }

        _stopLineOf[piece.Id] = _lines[best].Id;
    }

    private double Distance(int line, Vector2d point) => _lines[line].From.Lerp(_lines[line].To, 0.5).DistanceTo(point);

    private Rule? ReadRule(OsmRelation relation)
    {
        string subtype = relation.Tag("subtype");
        var rule = new Rule();
        switch (subtype)
        {
            case "traffic_light":
                AddSignals(relation, rule, MapSignalKind.Light);
                break;
            case "traffic_sign" or "all_way_stop":
                AddSignals(relation, rule, MapSignalKind.Sign);
                break;
            case "speed_limit":
                AddSignals(relation, rule, MapSignalKind.Sign);
                rule.LimitMps = Lanelet2Words.Speed(relation.Tag("sign_type")) ?? SignLimit(rule);
                if (rule.LimitMps is null)
                {
                    notes.Add("speed limits whose sign names no known value are left out");
                }

                break;
            case "right_of_way":
                AddSignals(relation, rule, MapSignalKind.Sign);
                break;
            default:
                notes.Add($"regulatory elements of the subtype '{XmlCursor.Cut(subtype)}' are not kept");
                return null;
        }

        if (subtype is "right_of_way" or "all_way_stop")
        {
            notes.Add("which lanelet goes first (right_of_way, all_way_stop) is not kept; their stop lines and signs are");
            rule.Yielding = [.. relation.Members.Where(m => m.Role == "yield").Select(m => m.Ref.ToString(CultureInfo.InvariantCulture))];
        }

        foreach (var member in relation.Members)
        {
            if (member.Role is "ref_line" or "stop_line" && member.Type == "way" && rule.Lines.Count < MostOfRule && data.Ways.TryGetValue(member.Ref, out var way) && way.Nodes.Count >= 2)
            {
                rule.Lines.Add(AddStopLine(way, rule));
            }
        }

        return rule;
    }

    private double? SignLimit(Rule rule)
    {
        foreach (string id in rule.SignalIds)
        {
            if (_signalById[id] is { Code: "274" or "274.1", Value: { } value })
            {
                return value;
            }
        }

        return null;
    }

    private void AddSignals(OsmRelation relation, Rule rule, MapSignalKind kind)
    {
        string own = relation.Tag("sign_type");
        foreach (var member in relation.Members)
        {
            if (member.Role != "refers" || member.Type != "way" || !data.Ways.TryGetValue(member.Ref, out var way) || way.Nodes.Count == 0)
            {
                continue;
            }

            if (!_signalIds.TryGetValue(way.Id, out string? id))
            {
                id = way.Id.ToString(CultureInfo.InvariantCulture);
                _signalIds.Add(way.Id, id);
                _signals.Add(Signal(id, way, kind, own));
                _signalById.Add(id, _signals[^1]);
            }

            if (rule.SignalIds.Count < MostOfRule)
            {
                rule.SignalIds.Add(id);
            }
        }
    }

    private MapSignal Signal(string id, OsmWay way, MapSignalKind kind, string signType)
    {
        var points = frame.Points(way, file);
        var (from, to) = (points[0].Point, points[^1].Point);

        // Drawn from left to right as those see it who it is for; it faces them.
        double heading = Pinned.Atan2(-(to.X - from.X), to.Y - from.Y);
        var (country, code, subtype) = kind == MapSignalKind.Sign ? Lanelet2Words.Sign(way.Tag("subtype") is { Length: > 0 } own ? own : signType) : ("", "", "");
        double? value = code is "274" or "274.1" ? Lanelet2Words.Speed(subtype) : null;
        double height = double.TryParse(way.Tag("height"), NumberStyles.Float, CultureInfo.InvariantCulture, out double h) && h is > 0 and < 50 ? h : kind == MapSignalKind.Light ? LightHeightM : 2;
        return new MapSignal
        {
            Id = id,
            Kind = kind,
            Code = code,
            Subtype = subtype,
            Country = country,
            Value = value,
            Pose = new Pose2d((from.X + to.X) / 2, (from.Y + to.Y) / 2, points.Length > 1 ? heading : 0),
            HeightM = height,
        };
    }

    private int AddStopLine(OsmWay way, Rule rule)
    {
        if (_stopLines.TryGetValue(way.Id, out int known))
        {
            if (_lines[known].SignalIds.Count < MostOfRule)
            {
                _lines[known] = _lines[known] with { SignalIds = [.. _lines[known].SignalIds.Union(rule.SignalIds)] };
            }

            return known;
        }

        var points = frame.Points(way, file);
        _stopLines.Add(way.Id, _lines.Count);
        _lines.Add(new StopLine(way.Id.ToString(CultureInfo.InvariantCulture), points[0].Point, points[^1].Point, [.. rule.SignalIds.Distinct().Take(MostOfRule)]));
        return _lines.Count - 1;
    }

    private sealed class Rule
    {
        public List<string> SignalIds { get; } = [];
        public List<int> Lines { get; } = [];
        public HashSet<string>? Yielding { get; set; }
        public double? LimitMps { get; set; }
    }
}
