namespace Sim.Tests;

/// <summary>Runs an action warm and asserts that it allocates nothing on this thread.</summary>
internal static class AllocationCheck
{
    public static void Nothing(Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
