using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>The ten drivers of constant kinematics.</summary>
internal static class KinematicDrivers
{
    /// <summary>All of them.</summary>
    public static IEnumerable<StudyDriver> All()
    {
        yield return Make("cv", "keeps velocity", (in RearAxleState _, double _) => (0, 0));
        yield return Make("ca", "keeps acceleration", (in RearAxleState s, double _) => (s.AccelMps2, 0));
        yield return Make("ctrv", "keeps speed and yaw rate", (in RearAxleState s, double _) => (0, s.YawRateRps));
        yield return Make("ctra", "keeps acceleration and yaw rate", (in RearAxleState s, double _) => (s.AccelMps2, s.YawRateRps));
        yield return Make("ctra-1s", "keeps acceleration and yaw rate for a second, then speed and heading", (in RearAxleState s, double t) => t < 1 ? (s.AccelMps2, s.YawRateRps) : (0, 0));
        yield return Make("speed-up-0.5", "speeds up at 0.5 m/s²", (in RearAxleState s, double _) => (0.5, s.YawRateRps));
        yield return Make("slow-down-0.5", "slows down at 0.5 m/s²", (in RearAxleState s, double _) => (-0.5, s.YawRateRps));
        yield return Make("slow-down-1", "slows down at 1 m/s²", (in RearAxleState s, double _) => (-1, s.YawRateRps));
        yield return Make("slow-down-2", "slows down at 2 m/s²", (in RearAxleState s, double _) => (-2, s.YawRateRps));
        yield return Make("slow-down-4", "slows down at 4 m/s²", (in RearAxleState s, double _) => (-4, s.YawRateRps));
    }

    private static StudyDriver Make(string name, string description, KinematicSession.Law law) =>
        new(DriverGroup.Kinematics, new PlanningDriver(name, description, task => new KinematicSession(task, law)), Setting.Empty);
}
