using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Drivers that plan well but see badly or trust too much: the first half of what stands in for the paper's learned planners.</summary>
internal static class HandicappedDrivers
{
    /// <summary>All of them, around PDM-Closed and around IDM.</summary>
    /// <param name="pdm">PDM-Closed.</param>
    public static IEnumerable<StudyDriver> All(StudyDriver pdm)
    {
        var idm = IdmDrivers.Make("idm", IdmDrivers.Standard);
        yield return Delayed(pdm, 0.5);
        yield return Delayed(pdm, 1.0);
        yield return Delayed(pdm, 1.5);
        yield return Delayed(idm, 1.0);
        yield return Noisy(pdm, "low", 0.25, 0.4, 0.03, 0);
        yield return Noisy(pdm, "middle", 0.7, 1.2, 0.1, 0.1);
        yield return Noisy(pdm, "high", 1.5, 3, 0.25, 0.3);
        yield return Noisy(idm, "middle", 0.7, 1.2, 0.1, 0.1);
        yield return Noisy(idm, "high", 1.5, 3, 0.25, 0.3);
        yield return Myopic(pdm, 10);
        yield return Myopic(pdm, 20);
        yield return Myopic(pdm, 30);
        yield return Myopic(idm, 12);
        yield return Myopic(idm, 20);
        yield return IdmDrivers.Make("offset-0.4-right", IdmDrivers.Standard with { OffsetM = -0.4 }, DriverGroup.Offset);
        yield return IdmDrivers.Make("offset-0.6-left", IdmDrivers.Standard with { OffsetM = 0.6 }, DriverGroup.Offset);
        yield return IdmDrivers.Make("offset-0.8-right", IdmDrivers.Standard with { OffsetM = -0.8 }, DriverGroup.Offset);
        yield return IdmDrivers.Make("offset-1.2-left", IdmDrivers.Standard with { OffsetM = 1.2 }, DriverGroup.Offset);
        yield return Selective(pdm, "blind", "sees nobody", (_, _, _) => false);
        yield return Selective(pdm, "cars-only", "does not see pedestrians, bicycles and parked cars", (_, _, kind) => kind is not (ActorClass.Pedestrian or ActorClass.Bicycle or ActorClass.ParkedVehicle));
        yield return Selective(pdm, "crossers-yield", "assumes that whoever moves across yields", (ego, other, _) => !MovesAcross(ego, other));
        yield return Selective(idm, "blind", "sees nobody", (_, _, _) => false);
        yield return Selective(idm, "standing-unseen", "does not see who stands", (_, other, _) => Math.Abs(other.SpeedMps) > 0.5);
        yield return IdmDrivers.Make("idm-runs-lights", IdmDrivers.Standard with { ObeysLights = false }, DriverGroup.OverConfident);
        yield return IdmDrivers.Make("idm-trusts-leader-3", IdmDrivers.Standard with { TrustMps = 3 }, DriverGroup.OverConfident);
        yield return IdmDrivers.Make("idm-fast-in-bends", IdmDrivers.Standard with { SlowsForBends = false, LimitShare = 1.3 }, DriverGroup.OverConfident);
    }

    private static StudyDriver Delayed(StudyDriver inner, double seconds) => Wrap(
        DriverGroup.Delayed,
        FormattableString.Invariant($"{inner.Name}-late-{seconds:0.0}s"),
        FormattableString.Invariant($"sees others and lights {seconds:0.0} s late"),
        inner,
        _ => new DelayedPerception((long)Math.Round(seconds * 1e6)));

    private static StudyDriver Noisy(StudyDriver inner, string level, double positionM, double speedMps, double headingRad, double missed) => Wrap(
        DriverGroup.Noisy,
        $"{inner.Name}-noise-{level}",
        FormattableString.Invariant($"sees others with errors of {positionM} m, {speedMps} m/s, {headingRad} rad, misses {missed:P0}"),
        inner,
        task => new NoisyPerception(task.Seed, positionM, speedMps, headingRad, missed));

    private static StudyDriver Myopic(StudyDriver inner, double metres) => Wrap(
        DriverGroup.Myopic,
        FormattableString.Invariant($"{inner.Name}-sees-{metres:0}m"),
        FormattableString.Invariant($"sees others within {metres:0} m"),
        inner,
        task => new SelectivePerception(task, (ego, other, _) =>
        {
            double dx = other.X - ego.X, dy = other.Y - ego.Y;
            return dx * dx + dy * dy <= metres * metres;
        }));

    private static StudyDriver Selective(StudyDriver inner, string what, string description, Func<ActorState, ActorState, ActorClass, bool> keep) =>
        Wrap(DriverGroup.OverConfident, $"{inner.Name}-{what}", description, inner, task => new SelectivePerception(task, keep));

    private static StudyDriver Wrap(DriverGroup group, string name, string description, StudyDriver inner, Func<DriverTask, IPerception> perception) =>
        new(group, new FilteredDriver(name, description, inner.Driver, inner.Options, perception), Setting.Empty);

    private static bool MovesAcross(in ActorState ego, in ActorState other) =>
        Math.Abs(other.SpeedMps) > 0.3 && Math.Abs(Pinned.Sin(other.HeadingRad - ego.HeadingRad)) > 0.4;
}
