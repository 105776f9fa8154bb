using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.CrashReports.Solving.Rules;

/// <summary>
/// R11: whether a reference ego avoids the crash. It goes its planned way, reacts 0.5 s after the conflict can be predicted, and then brakes, steers
/// around, or both, with all that tyres and road give. Pure, thread-safe.
/// </summary>
internal static class Solvable
{
    /// <summary>Tag of a scenario that no reference ego survives.</summary>
    public const string UnavoidableTag = "unavoidable";

    private const double ReactionS = 0.5;
    private const double BrakeMps2 = 9;
    private const double SidewaysMps2 = 5;

    // What it does: change of speed as a share of full braking, and how far it goes aside, m to the left.
    private static readonly (double Brake, double AsideM)[] Ways =
    [
        (-1, 0), (-0.5, 0), (0, 1.2), (0, -1.2), (-0.6, 1.2), (-0.6, -1.2), (0, 2.2), (0, -2.2), (-0.6, 2.2), (-0.6, -2.2), (0, 3.5), (0, -3.5),
    ];

    /// <summary>True when one of its ways touches nobody until the end of the scenario.</summary>
    public static bool Is(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        int ego = -1;
        var tracks = new ActorState[scenario.Actors.Count][];
        for (int i = 0; i < tracks.Length; i++)
        {
            tracks[i] = ScenarioRules.States(scenario.Actors[i], scenario.StepUs, scenario.StepCount);
            ego = scenario.Actors[i].Id == scenario.EgoId ? i : ego;
        }

        if (Predicted.Step(scenario, tracks, ego) is not { } seen)
        {
            // Nobody comes near: nothing to avoid, unless they touch without warning.
            return !Touches(scenario, tracks, tracks[ego], ego);
        }

        int react = seen + (int)Math.Ceiling(ReactionS / (scenario.StepUs * 1e-6));
        foreach (var (brake, aside) in Ways)
        {
            var way = Drive(scenario, tracks[ego], react, brake, aside);
            if (way is not null && !Touches(scenario, tracks, way, ego))
            {
                return true;
            }
        }

        return false;
    }

    private static ActorState[]? Drive(Scenario scenario, ActorState[] planned, int react, double brake, double asideM)
    {
        int count = planned.Length;
        if (react >= count)
        {
            return planned;
        }

        double dt = scenario.StepUs * 1e-6, grip = Math.Min(1, scenario.Environment.Friction);
        double sideways = Math.Min(SidewaysMps2, 0.7 * 9.81 * grip);

        // Planned way as a line, straight on beyond its end.
        var along = new double[count];
        for (int k = 1; k < count; k++)
        {
            along[k] = along[k - 1] + planned[k].Pose.Position.DistanceTo(planned[k - 1].Pose.Position);
        }

        var states = new ActorState[count];
        Array.Copy(planned, states, react + 1);
        double speed = Math.Abs(planned[react].SpeedMps), s = along[react], sense = planned[react].SpeedMps < 0 ? -1 : 1;
        double accel = brake * Math.Min(BrakeMps2, 9.81 * grip);
        if (asideM != 0 && speed < 3)
        {
            return null;
        }

        // Half the time it steers out, half it steers back.
        double half = Math.Sqrt(Math.Abs(asideM) / sideways);
        for (int k = react + 1; k < count; k++)
        {
            double next = Math.Max(0, speed + accel * dt);
            s += (speed + next) / 2 * dt;
            speed = next;
            double t = (k - react) * dt;
            double share = half <= 0 ? 0 : t >= 2 * half ? 1 : t < half ? t * t / (2 * half * half) : 1 - (2 * half - t) * (2 * half - t) / (2 * half * half);
            var pose = PoseAt(planned, along, s, sense).Moved(0, asideM * share);
            states[k] = new ActorState(pose.X, pose.Y, pose.HeadingRad, sense * speed);
            if (asideM != 0 && share > 0.9 && !scenario.Map.Index().IsDrivable(pose.Position))
            {
                return null;
            }
        }

        return states;
    }

    private static Pose2d PoseAt(ActorState[] planned, double[] along, double s, double sense)
    {
        int k = Array.BinarySearch(along, s);
        k = k >= 0 ? k : ~k - 1;
        if (k + 1 >= along.Length)
        {
            return planned[^1].Pose.Moved(sense * (s - along[^1]));
        }

        double length = along[k + 1] - along[k];
        double f = length > 0 ? (s - along[k]) / length : 0;
        var (a, b) = (planned[k], planned[k + 1]);
        return new Pose2d(a.X + (b.X - a.X) * f, a.Y + (b.Y - a.Y) * f, a.HeadingRad + Sim.Numerics.Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f);
    }

    private static bool Touches(Scenario scenario, ActorState[][] tracks, ActorState[] mine, int ego)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            if (i != ego && ScenarioRules.FirstContact(scenario.Actors[ego], mine, scenario.Actors[i], tracks[i], scenario.StepUs * 1e-6) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
