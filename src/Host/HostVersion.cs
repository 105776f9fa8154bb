namespace Sim.Host;

/// <summary>Version of this program.</summary>
internal static class HostVersion
{
    /// <summary>"major.minor.patch".</summary>
    public static string Text { get; } = typeof(HostVersion).Assembly.GetName().Version!.ToString(3);
}
