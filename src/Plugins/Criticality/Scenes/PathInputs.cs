namespace Sim.Plugins.Criticality.Scenes;

/// <summary>The inputs that people need to follow a metric along the ego's path.</summary>
internal static class PathInputs
{
    /// <summary>Gap, speeds and offset of an actor at a step; the ego's speed alone where the actor is not there yet.</summary>
    public static IReadOnlyList<MetricInput> Of(EgoScene scene, ActorView other, int step)
    {
        if (!other.IsPresent(step))
        {
            return [new("ego speed", scene.At(step).SpeedMps, "m/s")];
        }

        ref readonly var there = ref other.At(step);
        return
        [
            new("gap", there.GapM, "m"),
            new("ego speed", scene.At(step).SpeedMps, "m/s"),
            new("other speed along the path", there.SpeedMps, "m/s"),
            new("lateral offset", there.LateralM, "m"),
        ];
    }

    /// <summary>The same with both accelerations.</summary>
    public static IReadOnlyList<MetricInput> WithAccelerations(EgoScene scene, ActorView other, int step) =>
    [
        .. Of(scene, other, step),
        new("ego acceleration", scene.At(step).AccelMps2, "m/s²"),
        new("other acceleration along the path", other.At(step).AccelMps2, "m/s²"),
    ];
}
