using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>
/// Everybody else in stage two: where the traffic policy has brought them while the expert drove, and from there on as the recording has it (with log
/// replay, and for those who are no vehicles) or with constant velocity. What a policy makes of that is its own affair; IDM and constant velocity use
/// the first sample of vehicles only. Pure.
/// </summary>
internal static class StageTwoWorld
{
    private const int Last = Horizon.Steps;

    /// <summary>The objects of a scene that begins at a sample of the first stage.</summary>
    /// <param name="moved">The first stage's objects as moved.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="scenes">The recording.</param>
    /// <param name="t0Us">Time of the first stage's sample 0, µs.</param>
    /// <param name="rule">The traffic policy.</param>
    public static IReadOnlyList<SceneObject> Objects(IReadOnlyList<SceneObject> moved, int sample, RecordedScenes scenes, long t0Us, TrafficRule rule)
    {
        long startUs = t0Us + (sample * Horizon.StepUs);
        var result = new List<SceneObject>();
        if (rule == TrafficRule.LogReplay)
        {
            foreach (var other in scenes.Others)
            {
                if (RecordedObjects.Sample(other, startUs, out _) is { } recorded)
                {
                    result.Add(recorded);
                }
            }

            return result;
        }

        var motions = scenes.Others.ToDictionary(m => m.Track.Id, StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var o in moved)
        {
            known.Add(o.Token);
            bool free = o.Type == SceneObjectType.Vehicle || !motions.TryGetValue(o.Token, out _);
            if (Continue(o, sample, free ? null : motions[o.Token], startUs) is { } continued)
            {
                result.Add(continued);
            }
        }

        foreach (var other in scenes.Others)
        {
            if (SceneClasses.Of(other.Track.Class) != SceneObjectType.Vehicle && !known.Contains(other.Track.Id) && RecordedObjects.Sample(other, startUs, out _) is { } late)
            {
                result.Add(late);
            }
        }

        return result;
    }

    private static SceneObject? Continue(SceneObject o, int sample, RecordedMotion? recorded, long startUs)
    {
        var present = new bool[Horizon.Samples];
        var poses = new Pose2d[Horizon.Samples];
        var velocities = new Vector2d[Horizon.Samples];
        int first = -1;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            int at = sample + i;
            if (at <= Last)
            {
                (present[i], poses[i], velocities[i]) = (o.Present[at], o.Poses[at], o.Velocities[at]);
            }
            else if (recorded is not null && recorded.TryAt(startUs + (i * Horizon.StepUs), out var state))
            {
                (present[i], poses[i], velocities[i]) = (true, state.Pose, o.Type.IsAgent() ? RecordedObjects.Velocity(in state) : Vector2d.Zero);
            }
            else if (i > 0 && present[i - 1])
            {
                // Where a log ends, people do not vanish: they go on as they were.
                var velocity = velocities[i - 1];
                (present[i], velocities[i]) = (true, velocity);
                poses[i] = new Pose2d(poses[i - 1].Position + (velocity * Horizon.StepSeconds), poses[i - 1].HeadingRad);
            }

            first = first < 0 && present[i] ? i : first;
        }

        return first < 0 ? null : o with { Present = present, Poses = poses, Velocities = velocities, FirstSighting = first };
    }
}
