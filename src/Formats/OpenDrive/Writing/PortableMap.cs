using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>
/// A map as the portable profile can hold it: where lanes part or meet outside a junction, the ends of the roads are cut by up to half a metre and a
/// junction with connecting lanes fills the gap; junctions have numbers; lanes of both directions in a junction are torn apart; roads are level across. Pure.
/// </summary>
internal static class PortableMap
{
    /// <summary>What is cut off a road that meets others outside a junction, m; at most a quarter of its shortest lane.</summary>
    public const double CutM = 0.5;

    private const int MaxRounds = 6;

    /// <summary>The map.</summary>
    public static RoadMap Of(RoadMap map, List<OpenDriveLoss> losses)
    {
        map = Level(map, losses);
        map = OneWay(map);
        for (int round = 0; round < MaxRounds; round++)
        {
            // What is cut may fall into other roads than before, which then meet outside a junction in their turn.
            var next = Cut(map, losses);
            if (ReferenceEquals(next, map))
            {
                break;
            }

            map = OneWay(next);
        }

        return Numbered(Apart(map, losses), losses);
    }

    /// <summary>A connecting road joins two roads: lanes of a junction that come from or lead to different ones become roads of their own.</summary>
    private static RoadMap Apart(RoadMap map, List<OpenDriveLoss> losses)
    {
        var home = new Dictionary<string, int>(StringComparer.Ordinal);
        var roads = OpenDriveWriter.Shapes(map, []);
        for (int r = 0; r < roads.Count; r++)
        {
            foreach (var member in roads[r].Bundle.Lanes)
            {
                home[member.Lane.Id] = r;
            }
        }

        var index = map.Index();
        return map with { Lanes = [.. map.Lanes.Select(l => l.JunctionId is null ? l : l with { LeftNeighbour = Kept(l, l.LeftNeighbour), RightNeighbour = Kept(l, l.RightNeighbour) })] };

        LaneNeighbour? Kept(Lane lane, LaneNeighbour? neighbour)
        {
            if (neighbour is null || index.IndexOf(neighbour.LaneId) is var at && at < 0)
            {
                return neighbour;
            }

            var other = index.LaneAt(at);
            if (Together(lane.Predecessors, other.Predecessors) && Together(lane.Successors, other.Successors))
            {
                return neighbour;
            }

            losses.Add(new(lane.Id, $"its neighbour {other.Id} becomes another road: they do not join the same two roads"));
            return null;
        }

        bool Together(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
            a.Count == 0 || b.Count == 0 || a.Any(x => b.Any(y => home.TryGetValue(x, out int first) && home.TryGetValue(y, out int second) && first == second));
    }

    private static RoadMap Level(RoadMap map, List<OpenDriveLoss> losses)
    {
        foreach (var lane in map.Lanes.Where(l => l.SuperelevationRad?.Any(r => r != 0) == true))
        {
            losses.Add(new(lane.Id, "its superelevation: the profile has none"));
        }

        return map with { Lanes = [.. map.Lanes.Select(l => l.SuperelevationRad is null ? l : l with { SuperelevationRad = null })] };
    }

    private static RoadMap OneWay(RoadMap map) => map with
    {
        Lanes = [.. map.Lanes.Select(l => l.JunctionId is null ? l : l with
        {
            LeftNeighbour = l.LeftNeighbour is { SameDirection: true } left ? left : null,
            RightNeighbour = l.RightNeighbour is { SameDirection: true } right ? right : null,
        })],
    };

    private static RoadMap Numbered(RoadMap map, List<OpenDriveLoss> losses)
    {
        var names = map.Lanes.Select(l => l.JunctionId).OfType<string>().Concat(map.Junctions.Select(j => j.Id)).Distinct(StringComparer.Ordinal).ToList();
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = names.Where(IsNumber).ToHashSet(StringComparer.Ordinal);
        int next = map.Lanes.Count;
        foreach (string name in names)
        {
            string number = name;
            while (!IsNumber(number) || (number != name && !taken.Add(number)))
            {
                number = (++next).ToString(CultureInfo.InvariantCulture);
            }

            numbers[name] = number;
            if (number != name)
            {
                losses.Add(new(name, $"the junction is called {number}: CARLA takes numbers only"));
            }
        }

        return map with
        {
            Lanes = [.. map.Lanes.Select(l => l.JunctionId is { } id && numbers[id] != id ? l with { JunctionId = numbers[id] } : l)],
            Junctions = [.. map.Junctions.Select(j => j with { Id = numbers[j.Id] })],
        };
    }

    private static bool IsNumber(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value.ToString(CultureInfo.InvariantCulture) == id;

    private static RoadMap Cut(RoadMap map, List<OpenDriveLoss> losses)
    {
        // As the writer finds them: it tears a road apart whose lanes do not follow one line.
        var bundles = OpenDriveWriter.Shapes(map, []).ConvertAll(r => r.Bundle);
        var plan = new LinkPlan(bundles, map, []);
        var kinds = map.Junctions.ToDictionary(j => j.Id, j => j.Kind, StringComparer.Ordinal);
        var direct = plan.Direct.Concat(map.Junctions.Where(j => j.Kind == "direct").Select(j => j.Id)).ToHashSet(StringComparer.Ordinal);
        var ends = plan.Junctions.Where(j => direct.Contains(j.Value)).ToDictionary(j => j.Key, j => j.Value);
        if (ends.Count == 0)
        {
            return map;
        }

        var lanes = map.Lanes.ToDictionary(l => l.Id, StringComparer.Ordinal);
        var (heads, tails, junctionAt) = (new Dictionary<string, Lane>(StringComparer.Ordinal), new Dictionary<string, Lane>(StringComparer.Ordinal), new Dictionary<(string, bool), string>());
        foreach (var (end, junction) in ends.OrderBy(e => e.Key.Road).ThenBy(e => e.Key.AtEnd))
        {
            var bundle = bundles[end.Road];
            double cut = Math.Min(CutM, bundle.Lanes.Min(l => l.Lane.Centre.LengthM) / 4);
            // Where the cross-sections of neighbours are the same, so is the cut.
            bool aligned = bundle.Lanes.All(l => l.Centre.Points.Count == bundle.Lanes[0].Centre.Points.Count);
            (int Index, double Part)? common = null;
            foreach (var member in bundle.Lanes)
            {
                var lane = lanes[member.Lane.Id];
                // The far end may be cut already; the place of a cross-section is kept from the side of this end.
                bool atLaneEnd = end.AtEnd == member.Along;
                var at = aligned && common is { } told ? told : Place(lane, atLaneEnd, cut);
                common ??= at;
                var (near, far) = Split(lane, atLaneEnd, at);
                lanes[lane.Id] = far;
                (atLaneEnd ? tails : heads)[lane.Id] = near;
                junctionAt[(lane.Id, atLaneEnd)] = junction;
            }
        }

        var made = new Dictionary<string, List<Lane>>(StringComparer.Ordinal);
        var ids = lanes.Keys.ToHashSet(StringComparer.Ordinal);
        var joined = new Dictionary<(string, string), string>();
        foreach (var lane in map.Lanes)
        {
            foreach (string next in lane.Successors)
            {
                if (junctionAt.TryGetValue((lane.Id, true), out string? junction) && heads.TryGetValue(next, out var head))
                {
                    string id = $"{lane.Id}>{next}";
                    while (!ids.Add(id))
                    {
                        id += "'";
                    }

                    joined[(lane.Id, next)] = id;
                    if (!made.TryGetValue(junction, out var list))
                    {
                        made[junction] = list = [];
                    }

                    list.Add(Join(id, junction, tails[lane.Id], head, lane.Id, next));
                }
            }
        }

        foreach (var (junction, list) in made)
        {
            losses.Add(new(junction, string.Create(CultureInfo.InvariantCulture, $"lanes that part or meet outside a junction: their ends are cut by up to {CutM} m and {list.Count} connecting lanes lie between")));
        }

        return map with
        {
            Lanes = [.. map.Lanes.Select(l => Relinked(lanes[l.Id], joined)), .. made.Values.SelectMany(l => Beside(l, map, joined))],
            Junctions =
            [
                .. map.Junctions.Select(j => direct.Contains(j.Id) ? j with { Kind = "default", LaneIds = made.TryGetValue(j.Id, out var inside) ? [.. inside.Select(l => l.Id)] : [] } : j),
                .. made.Where(m => !kinds.ContainsKey(m.Key)).Select(m => new Junction(m.Key, [.. m.Value.Select(l => l.Id)], [.. m.Value.Select(l => l.Predecessors[0]).Distinct(StringComparer.Ordinal)])),
            ],
        };
    }

    private static Lane Relinked(Lane lane, Dictionary<(string, string), string> joined) => lane with
    {
        Successors = [.. lane.Successors.Select(next => joined.GetValueOrDefault((lane.Id, next), next))],
        Predecessors = [.. lane.Predecessors.Select(before => joined.GetValueOrDefault((before, lane.Id), before))],
    };

    /// <summary>Connecting lanes lie side by side where both their ends do.</summary>
    private static IEnumerable<Lane> Beside(List<Lane> made, RoadMap map, Dictionary<(string, string), string> joined)
    {
        var index = map.Index();
        foreach (var lane in made)
        {
            var (from, to) = (index.LaneAt(index.IndexOf(lane.Predecessors[0])), index.LaneAt(index.IndexOf(lane.Successors[0])));
            yield return lane with
            {
                LeftNeighbour = Neighbour(from.LeftNeighbour, to.LeftNeighbour),
                RightNeighbour = Neighbour(from.RightNeighbour, to.RightNeighbour),
            };
        }

        LaneNeighbour? Neighbour(LaneNeighbour? a, LaneNeighbour? b) =>
            a is { SameDirection: true } && b is { SameDirection: true } && joined.TryGetValue((a.LaneId, b.LaneId), out string? id) ? new LaneNeighbour(id, true) : null;
    }

    private static Lane Join(string id, string junction, Lane tail, Lane head, string from, string to)
    {
        // The two cross-sections at the seam are one.
        return head with
        {
            Id = id,
            JunctionId = junction,
            Left = Chain(tail.Left, head.Left),
            Right = Chain(tail.Right, head.Right),
            Centre = Chain(tail.Centre, head.Centre),
            ElevationM = tail.ElevationM is null && head.ElevationM is null ? null
                : [.. tail.ElevationM ?? [.. new double[tail.Centre.Points.Count]], .. (head.ElevationM ?? [.. new double[head.Centre.Points.Count]]).Skip(1)],
            Predecessors = [from],
            Successors = [to],
            LeftNeighbour = null,
            RightNeighbour = null,
            SignalIds = [],
            StopLineId = null,
        };
    }

    private static Polyline Chain(Polyline tail, Polyline head) => new([.. tail.Points, .. head.Points.Skip(1)]);

    /// <summary>The cross-section so far from an end: how many whole segments lie between, and the part of the next.</summary>
    private static (int Index, double Part) Place(Lane lane, bool fromEnd, double distance)
    {
        var arc = lane.Centre.ArcLengthM;
        int last = arc.Length - 1;
        for (int k = 0; k < last; k++)
        {
            double begin = fromEnd ? arc[last] - arc[last - k] : arc[k];
            double end = fromEnd ? arc[last] - arc[last - k - 1] : arc[k + 1];
            if (end >= distance && end > begin)
            {
                return (k, Math.Clamp((distance - begin) / (end - begin), 0, 1));
            }
        }

        return (last - 1, 0.5);
    }

    /// <summary>Cuts a lane: what lies at the end, and the rest.</summary>
    private static (Lane Near, Lane Far) Split(Lane lane, bool fromEnd, (int Index, double Part) at)
    {
        int last = lane.Centre.Points.Count - 1;
        // As a place from the start.
        double s = fromEnd ? last - at.Index - at.Part : at.Index + at.Part;
        s = Math.Clamp(s, 1e-6, last - 1e-6);
        var first = Between(lane, 0, s);
        var second = Between(lane, s, last);
        return fromEnd ? (second, first) : (first, second);
    }

    private static Lane Between(Lane lane, double from, double to) => lane with
    {
        Left = new Polyline(Part(lane.Left.Points, from, to, static (a, b, t) => a.Lerp(b, t))),
        Right = new Polyline(Part(lane.Right.Points, from, to, static (a, b, t) => a.Lerp(b, t))),
        Centre = new Polyline(Part(lane.Centre.Points, from, to, static (a, b, t) => a.Lerp(b, t))),
        ElevationM = lane.ElevationM is { } heights ? Part(heights, from, to, static (a, b, t) => a + t * (b - a)) : null,
    };

    private static List<T> Part<T>(IReadOnlyList<T> points, double from, double to, Func<T, T, double, T> between)
    {
        var part = new List<T> { At(from) };
        for (int i = (int)Math.Floor(from) + 1; i < to; i++)
        {
            // No cross-section twice.
            if (i - from > 1e-9)
            {
                part.Add(points[i]);
            }
        }

        part.Add(At(to));
        return part;

        T At(double place)
        {
            int i = Math.Min((int)Math.Floor(place), points.Count - 2);
            double t = place - i;
            return t <= 0 ? points[i] : t >= 1 ? points[i + 1] : between(points[i], points[i + 1], t);
        }
    }
}
