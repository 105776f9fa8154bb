using Sim.Rpc.Services;

namespace Sim.Tests.Faults;

/// <summary>Deadlines of schedules: short ones for faults that they must catch, generous ones where the result must be right.</summary>
internal static class FaultDeadlines
{
    private static readonly Deadlines Scaled = new()
    {
        Connect = TimeSpan.FromMilliseconds(400),
        Open = TimeSpan.FromMilliseconds(400),
        FirstStep = TimeSpan.FromMilliseconds(400),
        Step = TimeSpan.FromMilliseconds(200),
        Close = TimeSpan.FromMilliseconds(150),
    };

    private static readonly Deadlines Generous = new() { Connect = TimeSpan.FromSeconds(60), Open = TimeSpan.FromSeconds(60), FirstStep = TimeSpan.FromSeconds(60), Step = TimeSpan.FromSeconds(60) };

    public static Deadlines Of(FaultSchedule schedule) => schedule.MustSucceed ? Generous
        : schedule.Odd == "large" ? Scaled with { Step = TimeSpan.FromSeconds(5), FirstStep = TimeSpan.FromSeconds(5) }
        : Scaled;
}
