namespace Sim.Tests.Bridges;

/// <summary>The program as it was built.</summary>
internal static class SimProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "sim");
}
