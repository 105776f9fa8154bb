namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>Drives as recorded until a step and brakes with all its might from there on: for the latest instant at which that would have been enough.</summary>
internal sealed class BrakeFromDriver(int fromStep, double brakeMps2) : PlayedDriver
{
    /// <inheritdoc/>
    public override void Decide(PlayedScene scene, int step, ref EgoMotion motion)
    {
        if (step < fromStep)
        {
            motion.SpeedMps = scene.PlannedMps(step + 1);
            return;
        }

        motion.AlarmStep = motion.ReactionStep = fromStep;
        motion.SpeedMps = Math.Max(motion.SpeedMps - brakeMps2 * scene.Scene.DtSeconds, 0);
    }
}
