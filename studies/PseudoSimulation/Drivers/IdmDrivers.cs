namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>The fifteen IDM drivers: headway, gap, speed, accelerations, one thing at a time and some together.</summary>
internal static class IdmDrivers
{
    /// <summary>The standard one, which the drivers with a handicap carry inside.</summary>
    public static IdmPlanOptions Standard { get; } = new();

    /// <summary>All of them.</summary>
    public static IEnumerable<StudyDriver> All()
    {
        var idm = Standard.Idm;
        yield return Make("idm", Standard);
        yield return Make("idm-headway-0.5", Standard with { Idm = idm with { HeadwayS = 0.5 } });
        yield return Make("idm-headway-0.9", Standard with { Idm = idm with { HeadwayS = 0.9 } });
        yield return Make("idm-headway-2", Standard with { Idm = idm with { HeadwayS = 2 } });
        yield return Make("idm-headway-3", Standard with { Idm = idm with { HeadwayS = 3 } });
        yield return Make("idm-gap-0.5", Standard with { Idm = idm with { MinGapM = 0.5 } });
        yield return Make("idm-gap-5", Standard with { Idm = idm with { MinGapM = 5 } });
        yield return Make("idm-speed-60", Standard with { LimitShare = 0.6 });
        yield return Make("idm-speed-80", Standard with { LimitShare = 0.8 });
        yield return Make("idm-speed-120", Standard with { LimitShare = 1.2 });
        yield return Make("idm-accel-0.7", Standard with { Idm = idm with { MaxAccelMps2 = 0.7, ComfortDecelMps2 = 1.5 } });
        yield return Make("idm-accel-3", Standard with { Idm = idm with { MaxAccelMps2 = 3, ComfortDecelMps2 = 4, MaxDecelMps2 = 8 } });
        yield return Make("idm-weak-brakes", Standard with { Idm = idm with { MaxDecelMps2 = 2 } });
        yield return Make("idm-cautious", Standard with { Idm = idm with { HeadwayS = 2.2, MinGapM = 4, MaxAccelMps2 = 1 }, LimitShare = 0.75, ForesightS = 3 });
        yield return Make("idm-foresight-3s", Standard with { ForesightS = 3 });
    }

    /// <summary>One of them.</summary>
    public static StudyDriver Make(string name, IdmPlanOptions options, DriverGroup group = DriverGroup.Idm) =>
        new(group, new PlanningDriver(name, "IDM along the route", task => new IdmPlanSession(task, options)), Setting.Empty);
}
