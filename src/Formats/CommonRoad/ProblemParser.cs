using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads <c>&lt;planningProblem&gt;</c>.</summary>
internal static class ProblemParser
{
    private const int MaxGoals = 1000;

    /// <summary>A problem as read; lanelets are resolved when all are known.</summary>
    internal sealed record Raw(string Id, (int Line, int Column) Place, RawState Initial, List<RawGoal> Goals);

    /// <summary>A goal as read.</summary>
    internal sealed record RawGoal((int Line, int Column) Place)
    {
        public List<ShapePart> Areas { get; } = [];

        public List<string> LaneletIds { get; } = [];

        public (int First, int Last)? Steps { get; set; }

        public Interval? SpeedMps { get; set; }

        public Interval? HeadingRad { get; set; }
    }

    public static Raw Read(XmlCursor cursor, Notes notes)
    {
        string id = cursor.Id();
        var place = cursor.Place;
        RawState? initial = null;
        var goals = new List<RawGoal>();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "initialState":
                    initial = StateParser.State(cursor, notes);
                    break;
                case "goalState":
                    goals.Add(Goal(cursor, notes));
                    if (goals.Count > MaxGoals)
                    {
                        throw cursor.Error($"a planning problem has more than {MaxGoals} goals");
                    }

                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return new Raw(id, place, initial ?? throw cursor.Missing("initialState", scope), goals);
    }

    /// <summary>The problem with lanelets resolved.</summary>
    public static CommonRoadProblem Resolve(Raw raw, ActorState initial, long stepUs, MapAssembler map, XmlCursor cursor) => new()
    {
        Id = raw.Id,
        FirstStep = raw.Initial.Step,
        Initial = initial,
        Goals = [.. raw.Goals.Select(g => Resolve(g, stepUs, map, cursor))],
    };

    private static GoalRegion Resolve(RawGoal goal, long stepUs, MapAssembler map, XmlCursor cursor)
    {
        foreach (string id in goal.LaneletIds)
        {
            if (map.Find(id) is null)
            {
                throw cursor.Error($"the goal names lanelet {id}, which is not in the file", goal.Place);
            }
        }

        // Any area or lanelet will do; a region wants either areas or lanes, so lanelets beside areas become areas too.
        bool mixed = goal.Areas.Count > 0 && goal.LaneletIds.Count > 0;
        var areas = goal.Areas.Select(a => new Polygon(a.Outline())).ToList();
        if (mixed)
        {
            areas.AddRange(goal.LaneletIds.Select(id => MapAssembler.Outline(map.Find(id)!)));
        }

        return new GoalRegion
        {
            Areas = areas,
            LaneIds = mixed ? [] : goal.LaneletIds,
            TimeUs = goal.Steps is { } steps ? new Interval(steps.First * stepUs, steps.Last * stepUs) : null,
            SpeedMps = goal.SpeedMps,
            HeadingRad = goal.HeadingRad,
        };
    }

    private static RawGoal Goal(XmlCursor cursor, Notes notes)
    {
        var goal = new RawGoal(cursor.Place);
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "time":
                    var place = cursor.Place;
                    RawState.Steps(StateParser.Interval(cursor), out int first, out int last, cursor, place);
                    goal.Steps = (first, last);
                    break;
                case "position":
                    Position(cursor, goal);
                    break;
                case "velocity":
                    goal.SpeedMps = StateParser.Interval(cursor);
                    break;
                case "orientation":
                    goal.HeadingRad = StateParser.Interval(cursor, angle: true);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return goal;
    }

    private static void Position(XmlCursor cursor, RawGoal goal)
    {
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name == "lanelet")
            {
                goal.LaneletIds.Add(cursor.Id("ref"));
                cursor.Skip();
            }
            else if (!ShapeParser.TryPart(cursor, goal.Areas))
            {
                throw cursor.Error($"found <{cursor.Name}> in a goal's position; expected <rectangle>, <circle>, <polygon> or <lanelet>");
            }
        }
    }
}
