using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>Tracks as objects of a stage.</summary>
internal static class RecordedObjects
{
    /// <summary>The object over a stage, or null when it is never there.</summary>
    /// <param name="motion">The track.</param>
    /// <param name="timeUs">Time of sample 0, µs.</param>
    /// <param name="first">Its first sample.</param>
    public static SceneObject? Sample(RecordedMotion motion, long timeUs, out int first)
    {
        var type = SceneClasses.Of(motion.Track.Class);
        var present = new bool[Horizon.Samples];
        var poses = new Pose2d[Horizon.Samples];
        var velocities = new Vector2d[Horizon.Samples];
        first = -1;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            if (!motion.TryAt(timeUs + (i * Horizon.StepUs), out var state))
            {
                continue;
            }

            first = first < 0 ? i : first;
            present[i] = true;
            poses[i] = state.Pose;
            velocities[i] = type.IsAgent() ? Velocity(in state) : Vector2d.Zero;
        }

        var body = motion.Track.Body;
        return first < 0 ? null : new SceneObject(motion.Track.Id, type, body.LengthM, body.WidthM, present, poses, velocities) { FirstSighting = first };
    }

    /// <summary>Everybody who is there at an instant.</summary>
    public static IReadOnlyList<LoggedObject> Frame(IReadOnlyList<RecordedMotion> motions, long timeUs)
    {
        var frame = new List<LoggedObject>();
        foreach (var motion in motions)
        {
            if (motion.TryAt(timeUs, out var state))
            {
                var type = SceneClasses.Of(motion.Track.Class);
                frame.Add(new LoggedObject(motion.Track.Id, type, state.Pose, motion.Track.Body.LengthM, motion.Track.Body.WidthM, type.IsAgent() ? Velocity(in state) : Vector2d.Zero));
            }
        }

        return frame;
    }

    /// <summary>World velocity of a state, m/s.</summary>
    public static Vector2d Velocity(in ActorState state) => new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(Vector2d.FromHeading(state.HeadingRad));
}
