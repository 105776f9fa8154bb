using Sim.Numerics.Optimisers;

namespace Sim.Tests.Numerics.Optimisers;

public sealed class ScheduleTests
{
    [Fact]
    public void A_linear_schedule_starts_at_exactly_nothing_and_ends_there()
    {
        var schedule = Schedule.Linear(2e-4, warmUp: 10, decayFrom: 80, total: 100);
        Assert.Equal(0, schedule.At(0));
        Assert.Equal(2e-4 * 0.3, schedule.At(3), 1e-18);
        Assert.Equal(2e-4, schedule.At(10));
        Assert.Equal(2e-4, schedule.At(80));
        Assert.Equal(2e-4 * 0.25, schedule.At(95), 1e-18);
        Assert.Equal(0, schedule.At(100));
        Assert.Equal(0, schedule.At(1000));
        Assert.Equal(0.5, Schedule.Linear(0.5, 0).At(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Linear(1, 10, 5, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Linear(1, 10, 100, 100));
    }

    [Fact]
    public void A_cosine_falls_from_the_rate_to_the_final_rate()
    {
        var schedule = Schedule.Cosine(1, 100, 0.1);
        Assert.Equal(1, schedule.At(0));
        Assert.Equal(0.55, schedule.At(50), 1e-12);
        Assert.Equal(0.1 + (0.9 * (1 + Math.Cos(Math.PI / 4)) / 2), schedule.At(25), 1e-12);
        Assert.Equal(0.1, schedule.At(100));
        Schedule warm = schedule.AfterWarmUp(50);
        Assert.Equal(0, warm.At(0));
        Assert.Equal(schedule.At(25) / 2, warm.At(25), 1e-15);
        Assert.Equal(schedule.At(50), warm.At(50));
        Assert.Equal(0.25, Schedule.Constant(0.25).At(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.At(-1));
    }
}
