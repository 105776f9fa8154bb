using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads states: of obstacles, of planning problems, of goals.</summary>
internal static class StateParser
{
    /// <summary>Reads a state whose every part comes down to one value: intervals and areas to their centre, which is noted.</summary>
    public static RawState State(XmlCursor cursor, Notes notes)
    {
        var state = new RawState { Place = cursor.Place };
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "time":
                    state.FirstOf(Interval(cursor), out int first, out int last, cursor);
                    if (first != last)
                    {
                        notes.Add("time intervals of states: the middle step is taken");
                    }

                    state.Step = first + (last - first) / 2;
                    state.HasStep = true;
                    break;
                case "position":
                    Position(cursor, state, notes);
                    break;
                case "orientation":
                    state.Heading = Middle(cursor, notes, angle: true);
                    break;
                case "velocity":
                    state.Speed = Middle(cursor, notes);
                    break;
                case "velocityY":
                    state.Lateral = Middle(cursor, notes);
                    break;
                case "acceleration":
                    state.Accel = Middle(cursor, notes);
                    break;
                case "yawRate":
                    state.YawRate = Middle(cursor, notes);
                    break;
                case "steeringAngle":
                    state.Steer = Middle(cursor, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        if (!state.HasStep)
        {
            throw cursor.Missing("time", scope);
        }

        return state.HasPosition ? state : throw cursor.Missing("position", scope);
    }

    /// <summary>Reads <c>exact</c> or <c>intervalStart</c> and <c>intervalEnd</c> inside the current element.</summary>
    public static Interval Interval(XmlCursor cursor, bool angle = false)
    {
        double? start = null;
        double? end = null;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "exact":
                    start = end = cursor.Number();
                    break;
                case "intervalStart":
                    start = cursor.Number();
                    break;
                case "intervalEnd":
                    end = cursor.Number();
                    break;
                default:
                    throw cursor.Error($"found <{cursor.Name}> in <{scope.Name}>; expected <exact>, or <intervalStart> and <intervalEnd>");
            }
        }

        double from = start ?? throw cursor.Missing(end is null ? "exact" : "intervalStart", scope);
        double to = end ?? throw cursor.Missing("intervalEnd", scope);
        if (to < from && angle)
        {
            to += Math.Ceiling((from - to) / (2 * Math.PI)) * (2 * Math.PI);
        }

        return to >= from
            ? new Interval(from, to)
            : throw cursor.Error($"the interval of <{scope.Name}> ends before it starts", (scope.Line, scope.Column));
    }

    private static double Middle(XmlCursor cursor, Notes notes, bool angle = false)
    {
        string name = cursor.Name;
        var interval = Interval(cursor, angle);
        if (interval.Min != interval.Max)
        {
            notes.Add($"intervals of {name}: the middle is taken");
            return interval.Mid;
        }

        return interval.Min;
    }

    private static void Position(XmlCursor cursor, RawState state, Notes notes)
    {
        var parts = new List<ShapePart>(0);
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "point":
                    state.Position = ShapeParser.Point(cursor, out _);
                    state.HasPosition = true;
                    break;
                case "lanelet":
                    state.LaneletId = cursor.Id("ref");
                    state.HasPosition = true;
                    cursor.Skip();
                    break;
                default:
                    if (!ShapeParser.TryPart(cursor, parts))
                    {
                        throw cursor.Error($"found <{cursor.Name}> in a position; expected <point>, <rectangle>, <circle>, <polygon> or <lanelet>");
                    }

                    break;
            }
        }

        if (parts.Count > 0)
        {
            notes.Add("positions given as areas: the centre of the area is taken");
            state.Position = parts.Count == 1
                ? parts[0].Centre
                : Bounds.Of([.. parts.SelectMany(p => p.Outline())]).Centre;
            state.HasPosition = true;
        }
    }
}
