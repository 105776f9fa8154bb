using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>
/// PDM-Closed and fourteen variants: fewer proposals, other offsets, speeds, gaps, accelerations, a shorter view, rarer plans. In closed loop they plan
/// every 0.2 s.
/// </summary>
internal static class PdmDrivers
{
    private static readonly PdmClosedDriver Driver = new();

    /// <summary>PDM-Closed as it is: the expert.</summary>
    public static StudyDriver Expert { get; } = Make("pdm-closed");

    /// <summary>All of them.</summary>
    public static IEnumerable<StudyDriver> All()
    {
        yield return Expert;
        yield return Make("pdm-one-proposal", ("speed_fractions", List("1")), ("offsets", List("0 m")));
        yield return Make("pdm-centre-only", ("offsets", List("0 m")));
        yield return Make("pdm-full-speed-only", ("speed_fractions", List("1")));
        yield return Make("pdm-two-speeds", ("speed_fractions", List("0.5", "1")));
        yield return Make("pdm-slow", ("speed_fractions", List("0.2", "0.4", "0.6")));
        yield return Make("pdm-fast", ("speed_fractions", List("0.6", "0.9", "1.2")));
        yield return Make("pdm-offsets-0.5", ("offsets", List("-0.5 m", "0.5 m")));
        yield return Make("pdm-offsets-2", ("offsets", List("-2 m", "2 m")));
        yield return Make("pdm-headway-0.5", ("headway", Setting.Scalar("0.5 s")));
        yield return Make("pdm-headway-3", ("headway", Setting.Scalar("3 s")));
        yield return Make("pdm-gap-4", ("min_gap", Setting.Scalar("4 m")));
        yield return Make("pdm-gentle", ("max_accel", Setting.Scalar("0.7 m/s^2")), ("max_decel", Setting.Scalar("1.5 m/s^2")));
        yield return Make("pdm-radius-15", ("radius", Setting.Scalar("15 m")));
        yield return Make("pdm-replan-1s", ("replan", Setting.Scalar("1 s")));
    }

    private static StudyDriver Make(string name, params (string Key, Setting Value)[] options) =>
        new(DriverGroup.Pdm, new NamedDriver(name, Driver), Setting.Map(options.Any(o => o.Key == "replan") ? options : [.. options, ("replan", Setting.Scalar("0.2 s"))]));

    private static Setting List(params string[] items) => new() { Kind = SettingKind.List, Items = [.. items.Select(Setting.Scalar)] };

    private sealed class NamedDriver(string name, IDriver inner) : IDriver
    {
        public string Name => name;

        public string Description => inner.Description;

        public DriverInfo Info => inner.Info with { Name = name };

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => inner.Start(task, options, cancellationToken);
    }
}
