using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>A permitted way through a junction, by arm and lane (1 = rightmost in driving direction).</summary>
/// <param name="From">Arm it comes from.</param>
/// <param name="FromLane">Incoming lane.</param>
/// <param name="To">Arm it goes to.</param>
/// <param name="ToLane">Outgoing lane.</param>
/// <param name="TurnRad">Change of heading, rad, positive to the left.</param>
internal readonly record struct TurnWay(int From, int FromLane, int To, int ToLane, double TurnRad);

/// <summary>Which lane may go where. Pure.</summary>
internal static class TurnPlan
{
    /// <summary>Largest change of heading that counts as straight on, rad.</summary>
    public const double StraightRad = 40 * Math.PI / 180;

    /// <summary>All ways: from every incoming lane to every arm that its place on the road allows, and what the actors of the record do.</summary>
    public static List<TurnWay> Of(CrashRecord record, IReadOnlyList<Arm> arms, List<string> assumptions)
    {
        var ways = new List<TurnWay>();
        for (int i = 0; i < arms.Count; i++)
        {
            Plan(arms, i, ways);
            Actors(record, arms, i, ways, assumptions);
        }

        return ways;
    }

    /// <summary>Change of heading from one arm into another.</summary>
    public static double Turn(IReadOnlyList<Arm> arms, int from, int to) => Pinned.AngleDifference(arms[to].HeadingRad + Math.PI, arms[from].HeadingRad);

    private static void Plan(IReadOnlyList<Arm> arms, int from, List<TurnWay> ways)
    {
        int lanes = arms[from].In;
        int straight = Straight(arms, from);
        List<int> left = [], right = [];
        for (int to = 0; to < arms.Count; to++)
        {
            if (to != from && to != straight && arms[to].Out > 0)
            {
                (Turn(arms, from, to) > 0 ? left : right).Add(to);
            }
        }

        int onward = straight >= 0 ? arms[straight].Out : 0;
        int excess = straight >= 0 ? Math.Max(0, lanes - onward) : 0;
        int leftOnly = left.Count == 0 ? 0 : right.Count == 0 ? excess : (excess + 1) / 2;
        int rightOnly = right.Count == 0 ? 0 : excess - leftOnly;
        for (int lane = 1; lane <= lanes; lane++)
        {
            bool leftmost = lane == lanes || lane > lanes - leftOnly, rightmost = lane == 1 || lane <= rightOnly;
            if (straight < 0 && left.Count > 0 && right.Count > 0 && lanes > 1)
            {
                rightmost = lane <= lanes / 2;
                leftmost = !rightmost;
            }
            else if (straight < 0)
            {
                (leftmost, rightmost) = (left.Count > 0, right.Count > 0);
            }

            if (straight >= 0 && ((lane > rightOnly && lane <= lanes - leftOnly) || (left.Count == 0 && right.Count == 0)))
            {
                int to = Math.Clamp(lane - rightOnly, 1, onward);
                ways.Add(new(from, lane, straight, to, Turn(arms, from, straight)));

                // A road that gets wider lets its outer lane into both.
                for (int more = lanes - leftOnly - rightOnly + 1; lane == lanes - leftOnly && more <= onward; more++)
                {
                    ways.Add(new(from, lane, straight, more, Turn(arms, from, straight)));
                }
            }

            foreach (int to in leftmost ? left : [])
            {
                Fan(arms, from, lane, to, ways);
            }

            foreach (int to in rightmost ? right : [])
            {
                Fan(arms, from, lane, to, ways);
            }
        }
    }

    private static void Fan(IReadOnlyList<Arm> arms, int from, int lane, int to, List<TurnWay> ways)
    {
        for (int out1 = 1; out1 <= arms[to].Out; out1++)
        {
            ways.Add(new(from, lane, to, out1, Turn(arms, from, to)));
        }
    }

    /// <summary>The arm straight on, or -1.</summary>
    public static int Straight(IReadOnlyList<Arm> arms, int from)
    {
        int best = -1;
        double least = StraightRad;
        for (int to = 0; to < arms.Count; to++)
        {
            if (to != from && arms[to].Out > 0 && Math.Abs(Turn(arms, from, to)) is var turn && turn < least)
            {
                (best, least) = (to, turn);
            }
        }

        return best;
    }

    /// <summary>What an actor does from its lane is made possible, whatever lane that is.</summary>
    private static void Actors(CrashRecord record, IReadOnlyList<Arm> arms, int from, List<TurnWay> ways, List<string> assumptions)
    {
        foreach (var actor in record.Actors)
        {
            if (actor.Leg.Value != arms[from].Leg.Id || !actor.IsVehicle() || actor.LaneFromRight.Value is not { } lane || lane < 1 || lane > arms[from].In)
            {
                continue;
            }

            var turn = actor.Turning();
            bool Fits(double rad) => turn == ActionKind.TurnLeft ? rad > StraightRad / 2 : turn == ActionKind.TurnRight ? rad < -StraightRad / 2 : Math.Abs(rad) < StraightRad;
            if (ways.Exists(w => w.From == from && w.FromLane == lane && Fits(w.TurnRad)))
            {
                continue;
            }

            for (int to = 0; to < arms.Count; to++)
            {
                double rad = Turn(arms, from, to);
                if (to != from && arms[to].Out > 0 && Fits(rad))
                {
                    if (turn is null)
                    {
                        ways.Add(new(from, lane, to, Math.Clamp(lane, 1, arms[to].Out), rad));
                    }
                    else
                    {
                        Fan(arms, from, lane, to, ways);
                    }

                    assumptions.Add(FormattableString.Invariant($"lane {lane} of {arms[from].Leg.Id} leads to {arms[to].Leg.Id}, since {actor.Id} goes there"));
                    break;
                }
            }
        }
    }
}
