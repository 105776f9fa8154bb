using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// A second opinion on what an actor does, without the rules of tags: turns by the change of heading, lane changes by the way across the course that begins
/// in the first lane, hard braking by the speed lost in a second. Pure.
/// </summary>
internal static class PlainManoeuvres
{
    /// <summary>Tags that it has an opinion on.</summary>
    public static IReadOnlyList<string> Tags { get; } =
        [BehaviourTag.TurnLeft, BehaviourTag.TurnRight, BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight, BehaviourTag.HardBrake];

    /// <summary>Whether a motion shows a tag.</summary>
    /// <param name="map">The map.</param>
    /// <param name="states">States at even times.</param>
    /// <param name="stepS">Time between two, s.</param>
    /// <param name="tag">One of <see cref="Tags"/>.</param>
    public static bool Shows(RoadMap map, IReadOnlyList<ActorState> states, double stepS, string tag)
    {
        double turn = Turn(states);
        return tag switch
        {
            BehaviourTag.TurnLeft => turn is > 0.7 and < 2.6,
            BehaviourTag.TurnRight => turn is < -0.7 and > -2.6,
            BehaviourTag.LaneChangeLeft => Math.Abs(turn) < 0.5 && Across(map, states, turn) is > 1.8,
            BehaviourTag.LaneChangeRight => Math.Abs(turn) < 0.5 && Across(map, states, turn) is < -1.8,
            _ => Slows(states, stepS),
        };
    }

    private static double Turn(IReadOnlyList<ActorState> states)
    {
        double turn = 0;
        for (int k = 1; k < states.Count; k++)
        {
            turn += Pinned.AngleDifference(states[k].HeadingRad, states[k - 1].HeadingRad);
        }

        return turn;
    }

    private static double Across(RoadMap map, IReadOnlyList<ActorState> states, double turn)
    {
        var course = CourseFinder.Find(map, [states[0].Pose], 250, turn);
        double first = course.Line.Project(states[0].Pose.Position).D;
        double most = 0;
        foreach (var s in states)
        {
            double across = course.Line.Project(s.Pose.Position).D - first;
            most = Math.Abs(across) > Math.Abs(most) ? across : most;
        }

        return most;
    }

    private static bool Slows(IReadOnlyList<ActorState> states, double stepS)
    {
        int second = Math.Max(1, (int)Math.Round(1 / stepS));
        for (int k = second; k < states.Count; k++)
        {
            if (states[k - second].SpeedMps - states[k].SpeedMps > 2.5)
            {
                return true;
            }
        }

        return false;
    }
}
