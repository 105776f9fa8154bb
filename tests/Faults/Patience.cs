namespace Sim.Tests.Faults;

/// <summary>
/// For tests in which something must miss a limit while something else keeps it. Which limit fits both is a property of the machine and its load, so
/// short ones are tried before long ones: a fast machine does not wait, and a slow one does not fail.
/// </summary>
internal static class Patience
{
    private static readonly int[] Limits = [50, 500, 2_000, 10_000, 60_000];

    /// <summary>Runs a test with longer and longer limits, until it holds; the last one says why it does not.</summary>
    /// <param name="shortest">The first limit to try, ms: one of 50, 500, 2,000, 10,000, 60,000.</param>
    /// <param name="test">Throws when it does not hold with a limit, ms. It starts from nothing each time.</param>
    public static void Until(int shortest, Action<int> test)
    {
        foreach (int limit in Limits.Where(l => l >= shortest))
        {
            try
            {
                test(limit);
                return;
            }
            catch (Xunit.Sdk.XunitException) when (limit < Limits[^1])
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"not within {limit} ms");
            }
        }
    }

    /// <summary>Runs a test with longer and longer limits, until it holds; the last one says why it does not.</summary>
    /// <param name="shortest">As above.</param>
    /// <param name="test">As above.</param>
    public static async Task UntilAsync(int shortest, Func<int, Task> test)
    {
        foreach (int limit in Limits.Where(l => l >= shortest))
        {
            try
            {
                await test(limit);
                return;
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or TimeoutException && limit < Limits[^1])
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"not within {limit} ms");
            }
        }
    }
}
