namespace Sim.Fixtures;

/// <summary>A library with state of its own, so that a test sees whether two plugins share it.</summary>
public static class Counter
{
    private static int _calls;

    /// <summary>The version of this library and how often this copy was asked.</summary>
    public static string Next() => $"{typeof(Counter).Assembly.GetName().Version!.Major}:{++_calls}";
}
