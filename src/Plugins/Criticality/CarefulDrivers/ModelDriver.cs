namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>One of the four models at the wheel, looking at the vehicle that the situation is about.</summary>
internal sealed class ModelDriver(CarefulModel model, CarefulCase what, CarefulParameters with, PlayedScene scene) : PlayedDriver
{
    private readonly CarefulDriver _driver = new(model, what.Situation, with, scene.FrequencyHz);
    private readonly PlayedActor _other = scene.Find(what.OtherId)!;
    private readonly double _egoLengthM = scene.Scene.Ego.Body.LengthM;
    private readonly double _egoWidthM = scene.Scene.Ego.Body.WidthM;

    /// <inheritdoc/>
    public override bool AdvancesWithNewSpeed => true;

    /// <inheritdoc/>
    public override void Decide(PlayedScene scene, int step, ref EgoMotion motion)
    {
        ref readonly var there = ref _other.At(step);
        double planned = scene.PlannedMps(step + 1);
        // Only the careful human begins with the other's braking; the other models watch the gap all the time.
        bool looks = there.Present && step >= (what.Situation == CarefulSituation.Deceleration && model != CarefulModel.CarefulHuman ? scene.FromStep : what.LookStep);
        if (!looks)
        {
            motion.SpeedMps = _driver.NextSpeedAloneMps(motion.SpeedMps, planned);
            return;
        }

        var ego = new LaneState(motion.S, 0, motion.SpeedMps, 0);
        var other = new LaneState(there.S, what.Side * there.D, there.AlongMps, what.Side * there.AcrossMps);
        var boxes = new LaneBoxes(_egoLengthM, 2 * there.AlongReachM, _egoWidthM, 2 * there.AcrossReachM);
        motion.SpeedMps = Math.Max(_driver.NextSpeedMps(ego, motion.PreviousMps, planned, other, boxes), 0);
        if (_driver.Unsafe && motion.AlarmStep < 0)
        {
            motion.AlarmStep = step;
        }

        if (_driver.Braked && motion.ReactionStep < 0)
        {
            motion.ReactionStep = step;
        }
    }
}
