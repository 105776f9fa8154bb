using Sim.Geometry;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>What the combiner must beat. Pure.</summary>
internal static class Baselines
{
    private const int MinKnots = 6;

    // A copy cannot adapt its speed as a blend does: it is looked for among those about as fast.
    private const double SpeedWeight = 8;

    /// <summary>Keeps the recorded velocity of the last given instant.</summary>
    public static ActorState[] ConstantVelocity(ActorState now, int steps, double stepS)
    {
        var direction = now.Pose.ToDirection();
        var velocity = now.SpeedMps * direction + now.LateralMps * direction.Left;
        var states = new ActorState[steps + 1];
        for (int k = 0; k <= steps; k++)
        {
            var at = now.Pose.Position + k * stepS * velocity;
            states[k] = now with { X = at.X, Y = at.Y, AccelMps2 = 0, YawRateRps = 0 };
        }

        return states;
    }

    /// <summary>
    /// The recorded motion of the nearest neighbour (of those that last 3 s, if there are any), turned and moved to the actor's pose; after its end the
    /// last velocity is kept.
    /// </summary>
    public static ActorState[] Copy(SceneNow scene, int actor, ProfileLibrary library, IReadOnlyList<Recording> recordings, int steps)
    {
        double stepS = scene.Scene.StepUs * 1e-6;
        var now = scene.Scene.Tracks[scene.Actors[actor].Track].At(scene.Step);
        if (Nearest(scene, actor, library) is not { } profile || recordings[profile.Source].StepUs != scene.Scene.StepUs)
        {
            return ConstantVelocity(now, steps, stepS);
        }

        var track = recordings[profile.Source].Find(profile.Actor)!;
        var from = track.At(profile.Step).Pose;
        var states = new ActorState[steps + 1];
        states[0] = now;
        for (int k = 1; k <= steps; k++)
        {
            if (track.IsPresent(profile.Step + k))
            {
                var s = track.At(profile.Step + k);
                var pose = now.Pose.PoseToWorld(from.PoseToBody(s.Pose));
                states[k] = s with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
            }
            else
            {
                var last = states[k - 1];
                var at = last.Pose.Moved(last.SpeedMps * stepS);
                states[k] = last with { X = at.X, Y = at.Y };
            }
        }

        return states;
    }

    private static BehaviourProfile? Nearest(SceneNow scene, int actor, ProfileLibrary library)
    {
        Span<double> situation = stackalloc double[Situation.Count];
        Situation.Describe(scene, actor, situation);
        BehaviourProfile? best = null;
        double least = double.PositiveInfinity;
        foreach (var profile in library.Profiles)
        {
            double d = profile.GainM.Length < MinKnots ? 1e6 : 0;
            for (int f = 0; f < Situation.Count; f++)
            {
                double e = (profile.Situation[f] - situation[f]) * (f == 0 ? SpeedWeight : 1);
                d += e * e;
            }

            if (d < least)
            {
                (best, least) = (profile, d);
            }
        }

        return best;
    }
}
