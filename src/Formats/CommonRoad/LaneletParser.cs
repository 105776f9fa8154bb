using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads <c>&lt;lanelet&gt;</c>.</summary>
internal static class LaneletParser
{
    private const int MaxLinks = 1000;

    public static RawLanelet Read(XmlCursor cursor, Notes notes)
    {
        var lanelet = new RawLanelet { Id = cursor.Id(), Place = cursor.Place };
        var stopLine = new List<Vector2d>(2);
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "leftBound":
                    lanelet.LeftMarking = Bound(cursor, lanelet.Left, lanelet.LeftZ, left: true, notes);
                    break;
                case "rightBound":
                    lanelet.RightMarking = Bound(cursor, lanelet.Right, lanelet.RightZ, left: false, notes);
                    break;
                case "predecessor":
                    Reference(cursor, lanelet.Predecessors);
                    break;
                case "successor":
                    Reference(cursor, lanelet.Successors);
                    break;
                case "adjacentLeft":
                    lanelet.LeftNeighbour = Neighbour(cursor);
                    break;
                case "adjacentRight":
                    lanelet.RightNeighbour = Neighbour(cursor);
                    break;
                case "laneletType":
                    lanelet.Types.Add(cursor.Text().ToString());
                    break;
                case "userOneWay":
                    lanelet.OneWayUsers.Add(cursor.Text().ToString());
                    break;
                case "userBidirectional":
                    lanelet.TwoWayUsers.Add(cursor.Text().ToString());
                    break;
                case "speedLimit":
                    lanelet.SpeedLimitMps = SpeedLimit(cursor);
                    break;
                case "trafficSignRef":
                    Reference(cursor, lanelet.SignIds);
                    break;
                case "trafficLightRef":
                    Reference(cursor, lanelet.LightIds);
                    break;
                case "stopLine":
                    lanelet.HasStopLine = true;
                    StopLineOf(cursor, lanelet, stopLine, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        Check(cursor, lanelet);
        if (lanelet.HasStopLine)
        {
            // The format lets the points away when the line lies across the lanelet's end.
            lanelet.StopLine = stopLine.Count == 2
                ? new StopLine($"stop:{lanelet.Id}", stopLine[0], stopLine[1], lanelet.StopLineSignals)
                : new StopLine($"stop:{lanelet.Id}", lanelet.Left[^1], lanelet.Right[^1], lanelet.StopLineSignals);
        }

        return lanelet;
    }

    /// <summary>The marking behind one of CommonRoad's words; a pair is read from left to right.</summary>
    public static LaneMarking Marking(ReadOnlySpan<char> word, bool left, Notes notes)
    {
        switch (word)
        {
            case "unknown":
                return LaneMarking.Unknown;
            case "no_marking":
                return LaneMarking.None;
            case "solid" or "broad_solid":
                return LaneMarking.Solid;
            case "dashed" or "broad_dashed":
                return LaneMarking.Broken;
            case "solid_solid":
                return LaneMarking.SolidSolid;
            case "dashed_dashed":
                return LaneMarking.BrokenBroken;
            case "solid_dashed":
                return left ? LaneMarking.BrokenSolid : LaneMarking.SolidBroken;
            case "dashed_solid":
                return left ? LaneMarking.SolidBroken : LaneMarking.BrokenSolid;
            case "curb" or "lowered_curb":
                return LaneMarking.Curb;
            default:
                notes.Add($"line marking '{XmlCursor.Cut(word)}' has no counterpart and counts as unknown");
                return LaneMarking.Unknown;
        }
    }

    private static LaneMarking Bound(XmlCursor cursor, List<Vector2d> points, List<double> heights, bool left, Notes notes)
    {
        if (points.Count > 0)
        {
            throw cursor.Error($"a second <{cursor.Name}> in one lanelet");
        }

        var marking = LaneMarking.Unknown;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "point":
                    points.Add(ShapeParser.Point(cursor, out double? z));
                    if (z is { } height)
                    {
                        heights.Add(height);
                    }

                    break;
                case "lineMarking":
                    marking = Marking(cursor.Text(), left, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return points.Count >= 2 ? marking : throw cursor.Error($"<{scope.Name}> has {points.Count} points; a bound needs at least 2", (scope.Line, scope.Column));
    }

    private static void StopLineOf(XmlCursor cursor, RawLanelet lanelet, List<Vector2d> points, Notes notes)
    {
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "point":
                    points.Add(ShapeParser.Point(cursor, out _));
                    break;
                case "trafficSignRef" or "trafficLightRef":
                    Reference(cursor, lanelet.StopLineSignals);
                    break;
                case "lineMarking":
                    cursor.Skip();
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        if (points.Count is not (0 or 2))
        {
            throw cursor.Error($"the stop line has {points.Count} points; write two, or none for the lanelet's end", (scope.Line, scope.Column));
        }
    }

    private static double? SpeedLimit(XmlCursor cursor)
    {
        var place = cursor.Place;
        double limit = cursor.NumberIfStated();
        return double.IsNaN(limit) ? null : limit > 0 ? limit : throw cursor.Error("the speed limit must be positive, m/s", place);
    }

    private static LaneNeighbour Neighbour(XmlCursor cursor)
    {
        string id = cursor.Id("ref");
        string direction = cursor.RequiredAttribute("drivingDir");
        bool same = direction switch
        {
            "same" => true,
            "opposite" => false,
            _ => throw cursor.Error($"drivingDir is '{XmlCursor.Cut(direction)}'; write same or opposite"),
        };
        cursor.Skip();
        return new LaneNeighbour(id, same);
    }

    private static void Reference(XmlCursor cursor, List<string> into)
    {
        string id = cursor.Id("ref");
        if (!into.Contains(id))
        {
            into.Add(id);
        }

        if (into.Count > MaxLinks)
        {
            throw cursor.Error($"more than {MaxLinks} references <{cursor.Name}> in one element");
        }

        cursor.Skip();
    }

    private static void Check(XmlCursor cursor, RawLanelet lanelet)
    {
        if (lanelet.Left.Count == 0 || lanelet.Right.Count == 0)
        {
            throw cursor.Error($"lanelet {lanelet.Id} needs a <leftBound> and a <rightBound>", lanelet.Place);
        }

        if (lanelet.Left.Count != lanelet.Right.Count)
        {
            throw cursor.Error($"lanelet {lanelet.Id} has {lanelet.Left.Count} points on the left and {lanelet.Right.Count} on the right; CommonRoad wants the same number", lanelet.Place);
        }
    }
}
