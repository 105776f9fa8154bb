using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Tests.Engine;

public class RingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_vehicle_touches_another_in_10000_steps_on_the_ring(bool laneChanges)
    {
        var world = new World(RingWorld.Create(laneChanges: laneChanges));
        int changes = 0;
        for (int k = 0; k < 10_000; k++)
        {
            world.Advance();
            Assert.True(world.Contacts.IsEmpty, $"contact in step {k}");
            changes += world.Events.ToArray().Count(e => e.Kind == WorldEventKind.LaneChange);
        }

        Assert.Equal(laneChanges, changes > 50);
        for (int i = 0; i < world.Count; i++)
        {
            Assert.True(world.IsPresent(i));
            Assert.InRange(world.State(i).SpeedMps, 1, 24.1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_allocates_nothing(bool laneChanges)
    {
        var world = new World(RingWorld.Create(laneChanges: laneChanges));
        for (int k = 0; k < 500; k++)
        {
            world.Advance();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 2_000; k++)
        {
            world.Advance();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
