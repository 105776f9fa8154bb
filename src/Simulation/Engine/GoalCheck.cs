using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>Whether the ego stands in one of its goals: every part that a goal gives holds at the same instant, for the box's centre.</summary>
internal sealed class GoalCheck
{
    private readonly IReadOnlyList<GoalRegion> _goals;
    private readonly Polygon[][] _areas;

    public GoalCheck(Scenario scenario)
    {
        _goals = scenario.Task.Goals;
        _areas = new Polygon[_goals.Count][];
        for (int g = 0; g < _goals.Count; g++)
        {
            var lanes = scenario.Map.Lanes.Where(l => _goals[g].LaneIds.Contains(l.Id));
            _areas[g] = [.. _goals[g].Areas, .. lanes.Select(l => l.ToOutline())];
            foreach (string id in _goals[g].LaneIds)
            {
                if (!scenario.Map.Lanes.Any(l => l.Id == id))
                {
                    throw new InputException($"scenario '{scenario.Name}' has a goal on lane '{id}', which its map does not have; {Nearest.Hint(id, scenario.Map.Lanes.Select(l => l.Id))}");
                }
            }
        }
    }

    /// <summary>True when a goal holds.</summary>
    public bool Reached(long timeUs, in ActorState state)
    {
        for (int g = 0; g < _goals.Count; g++)
        {
            var goal = _goals[g];
            if ((goal.TimeUs is { } time && !time.Contains(timeUs))
                || (goal.SpeedMps is { } speed && !speed.Contains(state.SpeedMps))
                || (goal.HeadingRad is { } heading && !Faces(heading, state.HeadingRad)))
            {
                continue;
            }

            if (_areas[g].Length == 0)
            {
                return true;
            }

            for (int a = 0; a < _areas[g].Length; a++)
            {
                if (_areas[g][a].Contains(new Vector2d(state.X, state.Y)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Faces(Interval interval, double heading) =>
        Math.Abs(Pinned.AngleDifference(heading, interval.Mid)) <= (interval.Max - interval.Min) / 2;
}
